//! Whatever happens on the way, all see the same in the end, and nothing that
//! was promised is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::simulator::{Arrows, Chance, Fault, World};

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
    fn s4_s12_s14_s19_s20_s52_s63_s66_all_agree_and_nothing_is_lost(
        seed in any::<u64>(),
        steps in proptest::collection::vec((any::<u8>(), any::<u64>()), 40..400),
    ) {
        let mut world = World::new(seed);
        for (what, seed) in steps {
            world.step(what, seed);
        }
        world.come_to_rest();
        world.check_convergence();
        world.check_characters();
        world.check_quarantines();
        world.check_turned_away();
        world.check_clocks();
    }

    #[test]
    fn s31_a_server_restored_from_a_backup_costs_nobody_their_own_records(
        seed in any::<u64>(),
        steps in proptest::collection::vec((any::<u8>(), any::<u64>()), 40..160),
        share in 0..100_usize,
        afterwards in proptest::collection::vec((any::<u8>(), any::<u64>()), 0..80),
    ) {
        let mut world = World::new(seed);
        for (what, seed) in steps {
            world.step(what, seed);
        }
        let confirmed: Vec<_> =
            world.nodes.iter().map(|node| node.client.confirmed().clone()).collect();
        world.restore_backup(share);
        world.come_to_rest();
        world.check_own_records(&confirmed);
        world.check_convergence();
        for (what, seed) in afterwards {
            world.step(what, seed);
        }
        world.come_to_rest();
        world.check_convergence();
        world.check_quarantines();
    }
}

/// A simulator that never meets what it is there for would prove nothing.
#[test]
fn the_simulator_meets_conflicts_refusals_secrets_and_every_fault() {
    let mut chance = Chance::new(13);
    let mut faults: BTreeMap<Fault, usize> = BTreeMap::new();
    let (mut contested, mut quarantined, mut secrets, mut unsigned) = (0, 0, 0, 0);
    let (mut late, mut shown, mut formed) = (0, 0, 0);
    let mut arrows = Arrows::default();
    for seed in 0..500 {
        let mut world = World::new(seed);
        take_steps(&mut world, &mut chance);
        world.come_to_rest();
        contested += world.contested;
        quarantined += world.quarantined;
        secrets += world.secrets.len();
        unsigned += world.unsigned;
        late += world.late;
        shown += world.shown;
        formed += world.formed.len();
        arrows.drawn += world.arrows.drawn;
        arrows.hidden += world.arrows.hidden;
        arrows.led += world.arrows.led;
        for (fault, times) in world.faults {
            *faults.entry(fault).or_default() += times;
        }
    }
    assert!(contested > 30, "{contested} conflicts");
    assert!(quarantined > 300, "{quarantined} refusals");
    assert!(secrets > 300, "{secrets} secrets");
    assert!(unsigned > 100, "{unsigned} records that nobody signs");
    assert!(late > 30, "{late} deeds of those who lead came too late");
    assert!(arrows.drawn > 50, "{} arrows", arrows.drawn);
    assert!(arrows.hidden > 10, "{} hidden arrows", arrows.hidden);
    assert!(arrows.led > 30, "{} arrows led elsewhere", arrows.led);
    assert!(shown > 30, "{shown} records shown one by one");
    assert!(formed > 30, "{formed} groups with frames");
    for fault in Fault::ALL {
        let times = faults.get(&fault).copied().unwrap_or_default();
        assert!(times > 30, "{fault:?}: {times} times");
    }
}

/// What failed once fails again.
#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 0..20 {
        let [one, other] = [(); 2].map(|()| {
            let mut world = World::new(seed);
            take_steps(&mut world, &mut Chance::new(seed));
            world.come_to_rest();
            world
        });
        assert_eq!(one.room.document(), other.room.document());
        assert_eq!(one.faults, other.faults);
        let last = |world: &World| world.nodes[0].client.save().bytes;
        assert_eq!(last(&one), last(&other));
    }
}

fn take_steps(world: &mut World, chance: &mut Chance) {
    for _ in 0..200 {
        let what = u8::try_from(chance.below(256)).unwrap();
        world.step(what, chance.below(usize::MAX) as u64);
    }
}
