//! Whatever happens on the way, all see the same in the end, and nothing that
//! was promised is lost.

use proptest::prelude::*;

use crate::simulator::World;

/// Runs of the simulator: ten thousand, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => default.cases,
        None => 10_000,
    };
    ProptestConfig {
        cases,
        max_shrink_iters: 20_000,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn s4_s12_s14_s19_all_agree_and_nothing_is_lost(
        steps in proptest::collection::vec((any::<u8>(), any::<u64>()), 30..160),
    ) {
        let mut world = World::new();
        for (what, seed) in steps {
            world.step(what, seed);
        }
        world.come_to_rest();
        world.check_convergence();
        world.check_characters();
    }
}
