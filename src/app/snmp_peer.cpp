#include "snmp_peer.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "bmsgw/core/time.hpp"

namespace bmsgw::app {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using std::chrono::steady_clock;

/// Readable by nobody else, and gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_((fs::temp_directory_path() / "bms-gateway-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr)
      throw fs::filesystem_error("mkdtemp", path_, std::error_code(errno, std::generic_category()));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

SnmpReply reply_of(const transport::SnmpAnswer& answer) {
  SnmpReply reply{answer.outcome, text_of(answer), answer.took};
  if (answer.outcome != core::SnmpOutcome::ok || answer.values.empty()) return reply;
  const auto& value = answer.values.front();
  if (const auto* const number = std::get_if<std::int64_t>(&value)) reply.value = *number;
  if (const auto* const real = std::get_if<double>(&value)) reply.value = *real;
  if (const auto* const text = std::get_if<std::string_view>(&value)) reply.value = std::string(*text);
  return reply;
}

class WorkerPeer final : public SnmpPeer, private transport::SnmpLinkEvents {
 public:
  explicit WorkerPeer(transport::SnmpAgentOptions options)
      : options_(std::move(options)), host_(loop_, {{}, folder_.path(), {}}, clock_) {}

  std::string open(core::SnmpVersion version) override {
    options_.version = version;
    is_open_ = false;
    link_ = host_.make_link(options_);
    link_->start(*this);
    return wait_until_open();
  }

  SnmpReply get(const std::string& oid) override {
    auto reply = ask(oid);
    // Each reopening takes the next of its addresses, if it has several.
    if (reply.outcome == core::SnmpOutcome::unreachable && !std::exchange(has_tried_another_, true)) {
      link_->reopen();
      is_open_ = false;
      if (wait_until_open().empty()) reply = ask(oid);
    }
    return reply;
  }

 private:
  void on_opened(core::Stamp /*now*/) override { is_open_ = true; }
  void on_answer(const transport::SnmpAnswer& answer, core::Stamp /*now*/) override {
    reply_ = reply_of(answer);
  }
  void on_trap(const core::SnmpTrap& /*trap*/, core::Stamp /*now*/) override {}
  void on_down(const std::string& detail, core::Stamp /*now*/) override {
    is_open_ = false;
    down_ = detail;
  }

  template <typename Condition>
  void wait(core::milliseconds most, Condition condition) {
    const auto until = steady_clock::now() + most;
    while (!condition() && loop_.run_one_until(until) > 0) {
    }
  }

  std::string wait_until_open() {
    constexpr core::milliseconds kMost{20'000};
    down_.clear();
    wait(kMost, [this] { return is_open_ || !down_.empty(); });
    if (is_open_) return {};
    return down_.empty() ? "bms-snmp-worker doesn't begin to serve" : down_;
  }

  SnmpReply ask(const std::string& oid) {
    constexpr core::milliseconds kHangs{10'000};  // the host has noticed by then
    reply_.reset();
    down_.clear();
    if (link_->submit(++id_, {core::SnmpRequest::Kind::get, oid, 0, {}}))
      wait(link_->longest_request() + kHangs, [this] { return reply_ || !down_.empty(); });
    if (reply_) return *std::exchange(reply_, std::nullopt);
    return {core::SnmpOutcome::worker_down, down_.empty() ? "bms-snmp-worker isn't running" : down_};
  }

  transport::SnmpAgentOptions options_;
  const TemporaryFolder folder_;
  const core::SystemClock clock_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> busy_{loop_.get_executor()};
  transport::SnmpWorkerHost host_;
  std::unique_ptr<transport::SnmpLink> link_;
  bool is_open_ = false;
  bool has_tried_another_ = false;
  std::string down_;
  std::optional<SnmpReply> reply_;
  std::uint64_t id_ = 0;
};

}  // namespace

std::unique_ptr<SnmpPeer> make_snmp_peer(transport::SnmpAgentOptions options) {
  return std::make_unique<WorkerPeer>(std::move(options));
}

}  // namespace bmsgw::app
