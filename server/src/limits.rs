//! How often somebody may try to sign in: so many times for each account and
//! for each address, counted apart, at an even pace after the first tries; links by
//! which a password is chosen count for the address as well; how often to enter a
//! co-design session, how often to vote there, and how many forms of strangers are kept.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use app::request::{Allowed, SignInLimit};
use domain::accounts::normal_email;
use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// The time over which tries are counted.
const SPAN: Duration = Duration::from_secs(15 * 60);
/// Tries to find or enter a co-design session, for each address: a whole class
/// stands behind one, and codes are far too many to be found by trying.
const VISITS: u32 = 600;
/// Forms that were not taken and are kept, of strangers at one address: so few that within
/// the minutes for which a browser remembers one, they displace nobody else's.
const DRAFTS: u32 = 200;
/// Ballots of one voter, who may change their mind.
const BALLOTS: u32 = 120;
/// Tries after which those who came long ago are forgotten.
const FORGET_EVERY: u32 = 1_024;

/// Tries counted in memory. Accounts and addresses are kept as hashes only.
pub struct SignInLimits {
    hasher: RandomState,
    accounts: DefaultKeyedRateLimiter<u64>,
    addresses: DefaultKeyedRateLimiter<u64>,
    visits: DefaultKeyedRateLimiter<u64>,
    drafts: DefaultKeyedRateLimiter<u64>,
    ballots: DefaultKeyedRateLimiter<u64>,
    tries: AtomicU32,
}

impl SignInLimits {
    /// The limits of a workspace. In a demonstration everybody knows the
    /// passwords and many share an account: only addresses matter.
    #[must_use]
    pub fn new(is_demo: bool) -> Self {
        let (account, address) = if is_demo { (200, 200) } else { (10, 100) };
        Self {
            hasher: RandomState::new(),
            accounts: RateLimiter::keyed(quota(account)),
            addresses: RateLimiter::keyed(quota(address)),
            visits: RateLimiter::keyed(quota(VISITS)),
            drafts: RateLimiter::keyed(quota(DRAFTS)),
            ballots: RateLimiter::keyed(quota(BALLOTS)),
            tries: AtomicU32::new(0),
        }
    }

    fn forget(&self) {
        if self.tries.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            let all = [
                &self.accounts,
                &self.addresses,
                &self.visits,
                &self.drafts,
                &self.ballots,
            ];
            for limiter in all {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

impl SignInLimit for SignInLimits {
    fn allows(&self, email: &str, address: IpAddr) -> Allowed {
        self.forget();
        let address = self.hasher.hash_one(network(address));
        let account = self.hasher.hash_one(normal_email(email));
        // The address first: whoever is stopped there locks nobody's account.
        count(&self.addresses, address)?;
        count(&self.accounts, account)
    }

    fn allows_link(&self, address: IpAddr) -> Allowed {
        self.forget();
        count(&self.addresses, self.hasher.hash_one(network(address)))
    }

    fn allows_visit(&self, address: IpAddr) -> Allowed {
        self.forget();
        count(&self.visits, self.hasher.hash_one(network(address)))
    }

    fn allows_draft(&self, address: IpAddr) -> Allowed {
        self.forget();
        count(&self.drafts, self.hasher.hash_one(network(address)))
    }

    fn allows_ballot(&self, voter: &str) -> Allowed {
        self.forget();
        count(&self.ballots, self.hasher.hash_one(voter))
    }
}

/// Counts a try, unless there were too many.
fn count(tries: &DefaultKeyedRateLimiter<u64>, of: u64) -> Allowed {
    let counted = tries.check_key(&of);
    counted.map_err(|until| until.wait_time_from(tries.clock().now()))
}

/// The address, or for IPv6 the network of 64 bits that one household has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address => address,
    }
}

fn quota(tries: u32) -> Quota {
    let tries = NonZeroU32::new(tries).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(SPAN / tries.get())
        .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
        .allow_burst(tries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn an_account_is_tried_ten_times_from_wherever() {
        let limits = SignInLimits::new(false);
        for last in 0..10 {
            let allowed = limits.allows("ana@exemple.fr", address(last));
            assert!(allowed.is_ok(), "{last}");
        }
        assert!(limits.allows(" Ana@Exemple.fr", address(10)).is_err());
        assert!(limits.allows("bob@exemple.fr", address(10)).is_ok());
    }

    #[test]
    fn an_address_tries_a_hundred_accounts() {
        for (is_demo, most) in [(false, 100), (true, 200)] {
            let limits = SignInLimits::new(is_demo);
            for number in 0..most {
                let allowed = limits.allows(&format!("{number}@exemple.fr"), address(1));
                assert!(allowed.is_ok(), "{number}");
            }
            assert!(limits.allows("last@exemple.fr", address(1)).is_err());
            assert!(limits.allows("last@exemple.fr", address(2)).is_ok());
        }
    }

    /// As often as it may sign in, both together, whatever the links are.
    #[test]
    fn an_address_tries_a_hundred_links() {
        let limits = SignInLimits::new(false);
        assert!(limits.allows("ana@exemple.fr", address(1)).is_ok());
        for number in 1..100 {
            assert!(limits.allows_link(address(1)).is_ok(), "{number}");
        }
        assert!(limits.allows_link(address(1)).is_err());
        assert!(limits.allows("bob@exemple.fr", address(1)).is_err());
        assert!(limits.allows_link(address(2)).is_ok());
    }

    #[test]
    fn a_household_has_many_ipv6_addresses() {
        let limits = SignInLimits::new(false);
        for number in 0..100 {
            let address = format!("2001:db8::{number:x}").parse().expect("an address");
            let allowed = limits.allows(&format!("{number}@exemple.fr"), address);
            assert!(allowed.is_ok(), "{number}");
        }
        let same: IpAddr = "2001:db8::ffff".parse().expect("an address");
        let other: IpAddr = "2001:db8:0:1::1".parse().expect("an address");
        assert!(limits.allows("last@exemple.fr", same).is_err());
        assert!(limits.allows("last@exemple.fr", other).is_ok());
    }

    /// An account has another try every ninety seconds, an address every nine.
    #[test]
    fn whoever_tried_too_often_is_told_how_long_to_wait() {
        let limits = SignInLimits::new(false);
        while limits.allows("ana@exemple.fr", address(1)).is_ok() {}
        let account = limits.allows("ana@exemple.fr", address(2));
        let wait = account.expect_err("too many");
        assert!(wait > Duration::from_secs(60), "{wait:?}");
        assert!(wait <= Duration::from_secs(90), "{wait:?}");
        for number in 0..100 {
            let _ = limits.allows(&format!("{number}@exemple.fr"), address(3));
        }
        let of_address = limits.allows("zoe@exemple.fr", address(3));
        let wait = of_address.expect_err("too many");
        assert!(wait <= Duration::from_secs(9), "{wait:?}");
    }

    #[test]
    fn strangers_have_so_many_forms_kept_and_no_more() {
        let limits = SignInLimits::new(false);
        for _ in 0..DRAFTS {
            assert!(limits.allows_draft(address(1)).is_ok());
        }
        assert!(limits.allows_draft(address(1)).is_err());
        assert!(limits.allows_draft(address(2)).is_ok());
    }

    #[test]
    fn voters_change_their_minds_a_hundred_times_but_not_for_ever() {
        let limits = SignInLimits::new(false);
        for _ in 0..BALLOTS {
            assert!(limits.allows_ballot("one").is_ok());
        }
        assert!(limits.allows_ballot("one").is_err());
        assert!(limits.allows_ballot("another").is_ok());
    }
}
