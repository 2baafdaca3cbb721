//! Log records of plugins: this program's logger takes them.

use plugin_core::abi::LogSink;

/// What plugins are told of this program's logger.
#[cfg(not(feature = "log"))]
pub(crate) const SINK: Option<&'static LogSink> = None;

/// What plugins are told of this program's logger.
#[cfg(not(feature = "log"))]
pub(crate) fn tell(_: crate::plugin::Plugin) {}

#[cfg(feature = "log")]
pub use self::sink::update_log_level;
#[cfg(feature = "log")]
pub(crate) use self::sink::{SINK, tell};

#[cfg(feature = "log")]
mod sink {
    use log::{Level, LevelFilter, Metadata, Record};
    use plugin_core::RStr;
    use plugin_core::abi::{LogRecord, log_level};

    use super::LogSink;
    use crate::open::REGISTRY;
    use crate::panics::contain;
    use crate::plugin::Plugin;

    pub(crate) const SINK: Option<&'static LogSink> = Some(&LogSink {
        size: size_of::<LogSink>(),
        max_level,
        enabled,
        log,
        flush,
        reserved: [0; 11],
    });

    /// Tells all open plugins that this program has changed [`log::max_level`].
    ///
    /// A plugin is told when it is opened. When the level falls, its further records are dropped in any
    /// case; when it rises, a plugin makes none that it did not make before, until this is called.
    ///
    /// # Examples
    ///
    /// ```
    /// log::set_max_level(log::LevelFilter::Debug);
    /// plugin_host::update_log_level();
    /// ```
    pub fn update_log_level() {
        REGISTRY.ready().into_iter().for_each(tell);
    }

    /// Tells a plugin the level: since it was loaded, it may have changed.
    pub(crate) fn tell(plugin: Plugin) {
        if let Some(log_level) = plugin.opened().root.log_level {
            log_level(max_level());
        }
    }

    extern "C" fn max_level() -> u32 {
        match log::max_level() {
            LevelFilter::Off => log_level::OFF,
            LevelFilter::Error => log_level::ERROR,
            LevelFilter::Warn => log_level::WARN,
            LevelFilter::Info => log_level::INFO,
            LevelFilter::Debug => log_level::DEBUG,
            LevelFilter::Trace => log_level::TRACE,
        }
    }

    extern "C" fn enabled(level: u32, target: RStr<'_>) -> bool {
        let level = self::level(level);
        if level > log::max_level() {
            return false;
        }
        let metadata = Metadata::builder().level(level).target(target.as_str()).build();
        contain(|| log::logger().enabled(&metadata)).unwrap_or(false)
    }

    extern "C" fn log(record: &LogRecord<'_>) {
        contain(|| {
            log::logger().log(
                &Record::builder()
                    .level(level(record.level))
                    .target(record.target.as_str())
                    .module_path(known(record.module))
                    .file(known(record.file))
                    .line((record.line != 0).then_some(record.line))
                    .args(format_args!("{}", record.message.as_str()))
                    .build(),
            );
        });
    }

    fn known(text: RStr<'_>) -> Option<&str> {
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    extern "C" fn flush() {
        contain(|| log::logger().flush());
    }

    fn level(number: u32) -> Level {
        match number {
            log_level::ERROR => Level::Error,
            log_level::WARN => Level::Warn,
            log_level::INFO => Level::Info,
            log_level::DEBUG => Level::Debug,
            _ => Level::Trace,
        }
    }
}
