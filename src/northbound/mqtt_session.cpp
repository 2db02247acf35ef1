#include "bmsgw/northbound/mqtt_session.hpp"

#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/core.h>

#include "northbound/connect_probe.hpp"
#include "northbound/job_thread.hpp"
#include "northbound/mqtt_mailbox.hpp"
#include "northbound/paho_client.hpp"

namespace bmsgw::northbound {
namespace {

/// How long DISCONNECT may take to leave; it does not when the server has stopped reading.
constexpr core::milliseconds kDisconnectBound{200};

const char* connack_text(int code) {
  switch (code) {
    case 1:
      return "protocol version refused";
    case 2:
      return "client id refused";
    case 3:
      return "server unavailable";
    case 4:
      return "wrong user name or password";
    default:
      return "not authorised";
  }
}

}  // namespace

/// Every asynchronous handler holds a weak reference and the generation of its connection: what belongs to an
/// old connection finds another generation and does nothing.
class MqttSession::Impl : public std::enable_shared_from_this<MqttSession::Impl> {
 public:
  explicit Impl(boost::asio::io_context& loop) : loop_(loop) {}

  void set_events(MqttEvents& events) { events_ = &events; }
  void connect(const MqttOptions& options);
  void subscribe(const std::vector<std::string>& topic_filters);
  bool publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
               std::uint8_t qos);
  void drop();
  void shut_down();

 private:
  enum class State : std::uint8_t { idle, connecting, probing, connected };

  template <typename Handler>
  auto guarded(Handler handler);
  void open_client();
  void start_timer();
  void on_signal(MqttSignal& signal);
  void on_connected();
  void on_paho_failed(const MqttSignal& signal);
  void on_lost();
  void fail(ConnectFailure failure, const std::string& reason);
  [[nodiscard]] std::string server() const { return fmt::format("{}:{}", options_.host, options_.port); }

  boost::asio::io_context& loop_;
  MqttEvents* events_ = nullptr;
  JobThread jobs_;
  MqttOptions options_;
  std::uint64_t generation_ = 0;
  State state_ = State::idle;
  std::shared_ptr<MqttMailbox> mailbox_;
  std::shared_ptr<PahoClient> client_;
  std::shared_ptr<ConnectProbe> probe_;
  std::optional<boost::asio::steady_timer> timer_;
};

/// handler(self, arguments...) while the connection of now is still the one.
template <typename Handler>
auto MqttSession::Impl::guarded(Handler handler) {
  return [weak = weak_from_this(), generation = generation_, handler](auto&&... arguments) {
    const auto self = weak.lock();
    if (self && self->generation_ == generation) handler(*self, arguments...);
  };
}

void MqttSession::Impl::connect(const MqttOptions& options) {
  drop();
  options_ = options;
  state_ = State::connecting;
  open_client();
  start_timer();
}

void MqttSession::Impl::open_client() {
  mailbox_ = std::make_shared<MqttMailbox>(
      loop_, guarded([](Impl& self, MqttSignal& signal) { self.on_signal(signal); }));
  client_ = std::make_shared<PahoClient>(mailbox_);
  jobs_.post([client = client_, options = options_] { client->open(options); });
}

void MqttSession::Impl::start_timer() {
  timer_.emplace(loop_, options_.connect_timeout);
  timer_->async_wait(guarded([](Impl& self, const boost::system::error_code& error) {
    if (error || self.state_ != State::connecting) return;
    self.fail(ConnectFailure::network, fmt::format("{} does not answer within {} ms", self.server(),
                                                   self.options_.connect_timeout.count()));
  }));
}

void MqttSession::Impl::on_signal(MqttSignal& signal) {
  switch (signal.kind) {
    case MqttSignal::Kind::connected:
      return on_connected();
    case MqttSignal::Kind::connect_failed:
      return on_paho_failed(signal);
    case MqttSignal::Kind::lost:
      return on_lost();
    case MqttSignal::Kind::delivered:
      return events_->on_delivered(client_->take_delivery(signal.slot));
    case MqttSignal::Kind::message:
      return events_->on_message(signal.topic, signal.text);
  }
}

void MqttSession::Impl::on_connected() {
  timer_.reset();
  state_ = State::connected;
  events_->on_connected();
}

void MqttSession::Impl::on_paho_failed(const MqttSignal& signal) {
  timer_.reset();
  if (signal.code > 0) {
    const bool is_about_credentials = signal.code == 4 || signal.code == 5;
    fail(is_about_credentials ? ConnectFailure::refused_credentials : ConnectFailure::refused_other,
         fmt::format("{} refuses: {}", server(), connack_text(signal.code)));
    return;
  }
  if (!signal.text.empty()) {
    fail(ConnectFailure::network, signal.text);
    return;
  }
  state_ = State::probing;
  probe_ = std::make_shared<ConnectProbe>(loop_, options_,
                                          guarded([](Impl& self, const ConnectProbe::Finding& finding) {
                                            self.fail(finding.failure, finding.reason);
                                          }));
  probe_->start(jobs_);
}

void MqttSession::Impl::on_lost() {
  const auto was = state_;
  drop();
  const auto reason = fmt::format("the connection to {} is lost", server());
  was == State::connected ? events_->on_connection_lost(reason)
                          : events_->on_connect_failed(ConnectFailure::network, reason);
}

void MqttSession::Impl::fail(ConnectFailure failure, const std::string& reason) {
  // It may live in what drop() destroys. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
  const std::string kept = reason;
  drop();
  events_->on_connect_failed(failure, kept);
}

void MqttSession::Impl::drop() {
  ++generation_;
  state_ = State::idle;
  timer_.reset();
  if (probe_) std::exchange(probe_, nullptr)->cancel();
  if (mailbox_) std::exchange(mailbox_, nullptr)->close();
  if (client_) {
    jobs_.post([client = std::exchange(client_, nullptr)] { client->close(kDisconnectBound); });
  }
}

void MqttSession::Impl::shut_down() {
  drop();
  jobs_.stop(kCloseBound);
}

void MqttSession::Impl::subscribe(const std::vector<std::string>& topic_filters) {
  if (state_ != State::connected) return;
  for (const auto& filter : topic_filters) client_->subscribe(filter);
}

bool MqttSession::Impl::publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
                                std::uint8_t qos) {
  return state_ == State::connected && client_->publish(delivery, topic, payload, qos);
}

MqttSession::MqttSession(boost::asio::io_context& loop) : impl_(std::make_shared<Impl>(loop)) {}
MqttSession::~MqttSession() {
  impl_->shut_down();
}

void MqttSession::set_events(MqttEvents& events) {
  impl_->set_events(events);
}
void MqttSession::connect(const MqttOptions& options) {
  impl_->connect(options);
}
void MqttSession::subscribe(const std::vector<std::string>& topic_filters) {
  impl_->subscribe(topic_filters);
}
bool MqttSession::publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
                          std::uint8_t qos) {
  return impl_->publish(delivery, topic, payload, qos);
}
void MqttSession::disconnect() {
  impl_->drop();
}

}  // namespace bmsgw::northbound
