pub static V: AtomicI64 = AtomicI64::new(0);
