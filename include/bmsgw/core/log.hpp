#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/core.h>

/// Log lines of every module; the application decides where they go.
/// Thread: any.
namespace bmsgw::core {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
using LogSink = void (*)(LogLevel, std::string_view);

/// Until it is called, lines are dropped.
void set_log_sink(LogSink sink, LogLevel least);
[[nodiscard]] bool log_enabled(LogLevel level);
void log_line(LogLevel level, std::string_view line);

template <typename... Args>
void log(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
  if (log_enabled(level)) log_line(level, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::debug, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::info, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::warning, format, std::forward<Args>(args)...);
}
template <typename... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  log(LogLevel::error, format, std::forward<Args>(args)...);
}

}  // namespace bmsgw::core
