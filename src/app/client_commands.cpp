#include <chrono>
#include <csignal>

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "commands.hpp"
#include "control_client.hpp"
#include "status_page.hpp"

namespace bmsgw::app {
namespace {

using nlohmann::json;

constexpr int kRefreshMs = 1000;

constexpr int kPatienceS = 3;
constexpr int kUntilTheEnd = 0;

/// The daemon's answer; prints why there is none.
bool ask(const std::string& control_socket, const json& request, int patience_s, json& answer) {
  const auto reply = ControlClient(control_socket).ask(request.dump(), patience_s);
  if (!reply.error.empty()) {
    fmt::print(stderr, "{}\n", reply.error);
    return false;
  }
  answer = json::parse(reply.text, nullptr, false);
  if (answer.is_object()) return true;
  fmt::print(stderr, "{}: the answer is no JSON\n", control_socket);
  return false;
}

/// Ctrl-C and SIGTERM as something to wait for.
int stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

bool ask(const std::string& control_socket, const std::string& method, json& answer) {
  return ask(control_socket, json{{"method", method}}, kPatienceS, answer);
}

winsize terminal_size() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) {
    size.ws_row = 50;
    size.ws_col = 120;
  }
  return size;
}

bool show_screen(const std::string& control_socket, bool terminal) {
  json status;
  json values;
  if (!ask(control_socket, "getStatus", status) || !ask(control_socket, "getValues", values)) {
    return false;
  }
  const auto size = terminal_size();
  // Home and clear below, line by line: no flicker.
  auto screen = watch_screen(status, values, size.ws_row, size.ws_col);
  if (terminal) {
    std::string clean = "\033[H";
    for (const char c : screen) clean += c == '\n' ? std::string("\033[K\n") : std::string(1, c);
    screen = clean + "\033[J";
  }
  fmt::print("{}{}", screen, terminal ? "" : "\n");
  std::fflush(stdout);
  return true;
}

}  // namespace

int run_status(const std::string& control_socket, bool as_json) {
  json status;
  if (!ask(control_socket, "getStatus", status)) return kExitFailed;
  fmt::print("{}", as_json ? status.dump() + "\n" : status_page(status));
  return kExitOk;
}

int run_watch(const std::string& control_socket, double seconds) {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  pollfd stop{stop_signals(), POLLIN, 0};
  const auto start = std::chrono::steady_clock::now();
  bool shown = false;
  for (;;) {
    if (!show_screen(control_socket, terminal)) return shown && seconds > 0 ? kExitOk : kExitFailed;
    shown = true;
    const auto passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (seconds > 0 && passed >= seconds) return kExitOk;
    if (poll(&stop, 1, kRefreshMs) > 0) return kExitOk;
  }
}

int run_call(const std::string& control_socket, const std::string& method, const std::string& params,
             bool wait) {
  const auto parsed = params.empty() ? json() : json::parse(params, nullptr, false);
  if (parsed.is_discarded()) {
    fmt::print(stderr, "the parameters are no JSON: {}\n", params);
    return kExitUsage;
  }
  const json request{{"method", method}, {"params", parsed}, {"wait", wait}};
  json answer;
  if (!ask(control_socket, request, kUntilTheEnd, answer)) return kExitFailed;
  fmt::print("{}\n", answer.dump(2));
  return answer.value("ok", false) ? kExitOk : kExitFailed;
}

}  // namespace bmsgw::app
