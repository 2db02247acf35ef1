#include "bmsgw/transport/modbus_worker.hpp"

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "modbus/line_keeper.hpp"
#include "modbus/make_line.hpp"
#include "modbus/request_slot.hpp"
#include "modbus/timed_ask.hpp"
#include "modbus/waiter.hpp"

namespace bmsgw::transport {

namespace asio = boost::asio;

/// Kept alive by what it has posted, so that the worker may go while something is on its way.
class ModbusWorker::Thread : public std::enable_shared_from_this<Thread>, private LineKeeperEvents {
 public:
  Thread(asio::io_context& loop, ModbusOptions options, const core::Clock& clock)
      : loop_(loop),
        options_(std::move(options)),
        clock_(clock),
        longest_request_(longest_ask(options_)),
        line_(make_blocking_line(options_, waiter_)),
        keeper_(*line_, slot_, waiter_, *this, times(options_), seed(options_)) {}

  void start(ModbusLinkEvents& events) {
    events_ = &events;
    stays_busy_.emplace(loop_.get_executor());
    thread_ = std::thread([this] { keeper_.run(); });  // joined before this goes
  }

  /// Waits for nothing.
  void stop() {
    events_ = nullptr;
    open_ = false;
    stays_busy_.reset();
    waiter_.stop();
  }

  void join() {
    if (thread_.joinable()) thread_.join();
  }

  bool submit(std::uint64_t id, const core::ModbusRequest& request) {
    if (!open_ || busy_) return false;
    busy_ = true;
    slot_.put(id, request);
    waiter_.raise();
    return true;
  }

  void reopen() {
    open_ = false;
    slot_.wish_reopen();
    waiter_.raise();
  }

  [[nodiscard]] core::milliseconds longest_request() const { return longest_request_; }

 private:
  static KeeperTimes times(const ModbusOptions& options) {
    constexpr core::milliseconds kFirst{500};
    if (options.host.empty()) return {kFirst, core::milliseconds(5'000), core::milliseconds(0)};
    return {kFirst, core::milliseconds(30'000), options.idle_close};
  }
  static std::uint64_t seed(const ModbusOptions& options) {
    return std::hash<std::string>()(options.host + options.device) + options.port;
  }

  // Thread: worker.
  void on_line_opened() override {
    asio::post(loop_, [self = shared_from_this()] { self->tell_opened(); });
  }
  void on_line_down(const LineFault& fault) override {
    asio::post(loop_, [self = shared_from_this(), fault] { self->tell_down(fault); });
  }
  core::ModbusOutcome on_request(bool ask) override {
    answer_.id = slot_.id();
    if (ask) {
      ask_timed(*line_, slot_.request(), clock_, answer_);
    } else {
      refuse();
    }
    const auto outcome = answer_.outcome;
    asio::post(loop_, [self = shared_from_this()] { self->tell_answer(); });
    return outcome;
  }
  void refuse() {
    answer_.outcome = core::ModbusOutcome::link_down;
    answer_.exception = 0;
    answer_.values.clear();
    answer_.at = clock_.now();
    answer_.took = std::chrono::microseconds(0);
  }

  // Thread: loop.
  void tell_opened() {
    if (events_ == nullptr) return;
    open_ = true;
    events_->on_opened(clock_.now());
  }
  void tell_down(const LineFault& fault) {
    if (events_ == nullptr) return;
    open_ = false;
    events_->on_down(fault.code, fault.detail, clock_.now());
  }
  /// The two answers take turns: who is told one may submit the next request at once.
  void tell_answer() {
    if (events_ == nullptr) return;
    std::swap(told_, answer_);
    busy_ = false;
    if (told_.outcome == core::ModbusOutcome::link_lost || told_.outcome == core::ModbusOutcome::link_down)
      open_ = false;  // on_down is about to follow
    events_->on_answer(told_, clock_.now());
  }

  asio::io_context& loop_;
  const ModbusOptions options_;
  const core::Clock& clock_;
  const core::milliseconds longest_request_;
  RequestSlot slot_;
  Waiter waiter_;
  std::unique_ptr<BlockingLine> line_;  ///< the worker's
  LineKeeper keeper_;                   ///< the worker's
  ModbusAnswer answer_;                 ///< the worker's from submit() until it is posted, then the loop's
  ModbusAnswer told_;
  std::thread thread_;

  ModbusLinkEvents* events_ = nullptr;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> stays_busy_;
  bool open_ = false;  ///< as far as the loop has heard
  bool busy_ = false;
};

ModbusWorker::ModbusWorker(asio::io_context& loop, ModbusOptions options, const core::Clock& clock)
    : thread_(std::make_shared<Thread>(loop, std::move(options), clock)) {}

ModbusWorker::~ModbusWorker() {
  thread_->stop();
  thread_->join();
}

void ModbusWorker::start(ModbusLinkEvents& events) {
  thread_->start(events);
}
void ModbusWorker::stop() {
  thread_->stop();
}
bool ModbusWorker::submit(std::uint64_t id, const core::ModbusRequest& request) {
  return thread_->submit(id, request);
}
void ModbusWorker::reopen() {
  thread_->reopen();
}
core::milliseconds ModbusWorker::longest_request() const {
  return thread_->longest_request();
}

}  // namespace bmsgw::transport
