#include "bmsgw/core/log.hpp"

#include <atomic>

namespace bmsgw::core {
namespace {

std::atomic<LogSink> g_sink{nullptr};
std::atomic<LogLevel> g_least{LogLevel::info};

}  // namespace

void set_log_sink(LogSink sink, LogLevel least) {
  g_least = least;
  g_sink = sink;
}

bool log_enabled(LogLevel level) {
  return g_sink.load(std::memory_order_relaxed) != nullptr &&
         level >= g_least.load(std::memory_order_relaxed);
}

void log_line(LogLevel level, std::string_view line) {
  if (const auto sink = g_sink.load()) sink(level, line);
}

}  // namespace bmsgw::core
