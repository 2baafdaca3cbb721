//! Log records: each binary has a logger of its own, and the one of a plugin hands on to the host's.

#[cfg(feature = "log")]
pub(crate) use self::forward::{SET_LEVEL, install};

/// Without the feature, a plugin does as it likes.
#[cfg(not(feature = "log"))]
pub(crate) const SET_LEVEL: Option<extern "C" fn(u32)> = None;

/// Without the feature, a plugin does as it likes.
#[cfg(not(feature = "log"))]
pub(crate) fn install(_: Option<&crate::abi::HostInfo>, _: &'static str) {}

#[cfg(feature = "log")]
mod forward {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    use log::{Level, LevelFilter, Log, Metadata, Record};

    use crate::abi::{HostInfo, LogRecord, LogSink, Text, log_level};

    /// The host's sink, and the plugin in whose name records go there.
    static HOST: OnceLock<Forward> = OnceLock::new();

    /// Whether this binary's logger is ours.
    static INSTALLED: AtomicBool = AtomicBool::new(false);

    struct Forward {
        sink: &'static LogSink,
        plugin: &'static str,
    }

    /// Makes the host's logger this binary's, unless it is the host's binary, or has one already.
    pub(crate) fn install(host: Option<&HostInfo>, plugin: &'static str) {
        let Some(host) = host.filter(|host| host.is_foreign()) else { return };
        let Some(sink) = host.log.filter(|sink| sink.size >= size_of::<LogSink>()) else { return };
        let mut is_new = false;
        let forward = HOST.get_or_init(|| {
            is_new = true;
            Forward { sink, plugin }
        });
        if is_new && log::set_logger(forward).is_ok() {
            INSTALLED.store(true, Ordering::Relaxed);
            log::set_max_level(filter((sink.max_level)()));
        }
    }

    pub(crate) const SET_LEVEL: Option<extern "C" fn(u32)> = {
        extern "C" fn set_level(level: u32) {
            if INSTALLED.load(Ordering::Relaxed) {
                log::set_max_level(filter(level));
            }
        }
        Some(set_level)
    };

    fn filter(level: u32) -> LevelFilter {
        match level {
            log_level::OFF => LevelFilter::Off,
            log_level::ERROR => LevelFilter::Error,
            log_level::WARN => LevelFilter::Warn,
            log_level::INFO => LevelFilter::Info,
            log_level::DEBUG => LevelFilter::Debug,
            _ => LevelFilter::Trace,
        }
    }

    fn number(level: Level) -> u32 {
        match level {
            Level::Error => log_level::ERROR,
            Level::Warn => log_level::WARN,
            Level::Info => log_level::INFO,
            Level::Debug => log_level::DEBUG,
            Level::Trace => log_level::TRACE,
        }
    }

    impl Log for Forward {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            (self.sink.enabled)(number(metadata.level()), metadata.target().into())
        }

        fn log(&self, record: &Record<'_>) {
            // Before the message is formatted: the host may not want it.
            if !self.enabled(record.metadata()) {
                return;
            }
            let formatted;
            let message = if let Some(text) = record.args().as_str() {
                text
            } else {
                formatted = record.args().to_string();
                &formatted
            };
            (self.sink.log)(&LogRecord {
                size: size_of::<LogRecord<'_>>(),
                level: number(record.level()),
                line: record.line().unwrap_or_default(),
                target: record.target().into(),
                message: message.into(),
                module: record.module_path().unwrap_or_default().into(),
                file: record.file().unwrap_or_default().into(),
                plugin: Text::new(self.plugin),
                reserved: [0; 4],
            });
        }

        fn flush(&self) {
            (self.sink.flush)();
        }
    }

    #[cfg(test)]
    mod tests {
        use core::ptr;

        use super::*;
        use crate::types::RStr;

        struct Own;

        impl Log for Own {
            fn enabled(&self, _: &Metadata<'_>) -> bool {
                true
            }
            fn log(&self, _: &Record<'_>) {}
            fn flush(&self) {}
        }

        extern "C" fn off() -> u32 {
            log_level::OFF
        }
        extern "C" fn enabled(_: u32, _: RStr<'_>) -> bool {
            true
        }
        extern "C" fn log(_: &LogRecord<'_>) {
            unreachable!("the logger is the plugin's");
        }
        extern "C" fn flush() {}

        static SINK: LogSink = LogSink {
            size: size_of::<LogSink>(),
            max_level: off,
            enabled,
            log,
            flush,
            reserved: [0; 11],
        };

        #[test]
        fn a_plugin_keeps_the_logger_that_it_has() {
            log::set_logger(&Own).unwrap();
            log::set_max_level(LevelFilter::Info);
            let host = HostInfo {
                binary: ptr::from_ref(&SINK).cast(),
                log: Some(&SINK),
                ..HostInfo::new()
            };
            assert!(host.is_foreign() && !HostInfo::new().is_foreign());
            install(Some(&host), "x");
            SET_LEVEL.unwrap()(log_level::TRACE);
            assert_eq!(log::max_level(), LevelFilter::Info);
            log::info!("to its own");
        }
    }
}
