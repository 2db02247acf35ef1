#include "thingsboard_stand_in.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "thingsboard/stand_in_connection.hpp"

namespace bmsgw::test {

using nlohmann::json;

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds kTick{2};

}  // namespace

/// The sockets. Thread: the stand-in's; post() any.
class ThingsboardStandIn::Server {
 public:
  explicit Server(ThingsboardStandIn& owner)
      : owner_(owner), acceptor_(loop_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), timer_(loop_) {
    endpoint_ = acceptor_.local_endpoint();
    accept();
    tick();
  }

  void run() { loop_.run(); }
  void stop() { loop_.stop(); }
  [[nodiscard]] std::uint16_t port() const { return endpoint_.port(); }
  void post(void (Server::*job)()) {
    asio::post(loop_, [this, job] { (this->*job)(); });
  }

  void flush() {
    const std::scoped_lock lock(owner_.mutex_);
    for (const auto& connection : connections_) connection->flush();
    std::erase_if(connections_, [](const auto& connection) { return connection->is_over(); });
  }
  void drop() {
    work([this] {
      for (const auto& connection : connections_) connection->session().close("dropped");
      for (const auto& connection : connections_) connection->drop();
      connections_.clear();
    });
  }
  void refuse() {
    acceptor_.close();
    drop();
  }
  void accept_again() {
    acceptor_ = tcp::acceptor(loop_, endpoint_);
    accept();
  }
  /// That of the session that is open. With the lock held.
  [[nodiscard]] DeviceSession* session() {
    for (const auto& connection : connections_) {
      if (connection->session().is_open()) return &connection->session();
    }
    return nullptr;
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (error) return;
      take(std::move(socket));
      accept();
    });
  }
  void take(tcp::socket socket) {
    socket.set_option(tcp::no_delay(true));
    auto connection = std::make_shared<StandInConnection>(
        std::move(socket), owner_.device_, [this](const std::function<void()>& job) { work(job); });
    {
      const std::scoped_lock lock(owner_.mutex_);
      connections_.push_back(connection);
    }
    connection->start();
  }
  void work(const std::function<void()>& job) {
    {
      const std::scoped_lock lock(owner_.mutex_);
      job();
      evict();
      ++owner_.happenings_;
    }
    owner_.happened_.notify_all();
    flush();
  }
  /// One session per device: the one that was let in last stays.
  void evict() {
    DeviceSession* kept = nullptr;
    for (auto place = connections_.rbegin(); place != connections_.rend(); ++place) {
      auto& session = (*place)->session();
      if (!session.is_open()) continue;
      if (kept != nullptr) session.close("another session of the same device");
      kept = &session;
    }
  }
  void tick() {
    timer_.expires_after(kTick);
    timer_.async_wait([this](boost::system::error_code error) {
      if (error) return;
      on_time(std::chrono::steady_clock::now());
      tick();
    });
  }
  /// Those who wait are woken only by what changes something.
  void on_time(SteadyTime now) {
    bool is_news = false;
    {
      const std::scoped_lock lock(owner_.mutex_);
      const auto before = owner_.device_.sessions + owner_.device_.closings.size();
      let_pass(now);
      is_news = owner_.device_.sessions + owner_.device_.closings.size() > before;
    }
    if (is_news) work([] {});
    flush();
  }
  void let_pass(SteadyTime now) {
    for (const auto& connection : connections_) connection->session().on_time(now);
    for (auto* family : owner_.device_.families) family->on_time(session(), now);
  }

  ThingsboardStandIn& owner_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  asio::steady_timer timer_;
  std::vector<std::shared_ptr<StandInConnection>> connections_;
};

ThingsboardStandIn::ThingsboardStandIn(StandInOptions options)
    : device_(options),
      server_(std::make_unique<Server>(*this)),
      port_(server_->port()),
      thread_([this] { server_->run(); }) {}

ThingsboardStandIn::~ThingsboardStandIn() {
  server_->stop();
  thread_.join();
}

/// Something of the server's knowledge, under the lock.
template <typename Look>
auto ThingsboardStandIn::look(Look&& at) const {
  const std::scoped_lock lock(mutex_);
  return at(device_);
}

/// Something that the server does now; what it sends goes out.
void ThingsboardStandIn::act(const std::function<void(DevicePort*)>& action) {
  {
    const std::scoped_lock lock(mutex_);
    action(server_->session());
    ++happenings_;
  }
  happened_.notify_all();
  server_->post(&Server::flush);
}

bool ThingsboardStandIn::until(const std::function<bool()>& condition,
                               std::chrono::milliseconds bound) const {
  const auto deadline = std::chrono::steady_clock::now() + bound;
  while (true) {
    std::unique_lock lock(mutex_);
    const auto seen = happenings_;
    lock.unlock();
    if (condition()) return true;
    lock.lock();
    if (!happened_.wait_until(lock, deadline, [this, seen] { return happenings_ != seen; })) break;
  }
  return condition();
}

std::optional<json> ThingsboardStandIn::latest(const std::string& key) const {
  return look([&key](const DeviceState& device) { return device.telemetry.latest(key); });
}

TelemetryFamily::Series ThingsboardStandIn::series(const std::string& key) const {
  return look([&key](const DeviceState& device) { return device.telemetry.series(key); });
}

std::map<std::string, json> ThingsboardStandIn::table() const {
  return look([](const DeviceState& device) {
    std::map<std::string, json> table;
    for (const auto& [key, series] : device.telemetry.all()) table[key] = series.rbegin()->second;
    return table;
  });
}

bool ThingsboardStandIn::wait_for(const std::string& key, const std::function<bool(const json&)>& predicate,
                                  std::chrono::milliseconds bound) const {
  const auto holds = [&] {
    const auto value = latest(key);
    return value && predicate(*value);
  };
  return until(holds, bound);
}

bool ThingsboardStandIn::wait_for(const std::string& key, std::chrono::milliseconds bound) const {
  return wait_for(
      key, [](const json& /*value*/) { return true; }, bound);
}

std::vector<std::string> ThingsboardStandIn::overwritten() const {
  return look([](const DeviceState& device) { return device.telemetry.overwritten(); });
}

json ThingsboardStandIn::client_attributes() const {
  return look([](const DeviceState& device) { return device.attributes.client(); });
}

void ThingsboardStandIn::set_shared_attribute(const std::string& key, const json& value) {
  act([&](DevicePort* port) { device_.attributes.set_shared(key, value, port); });
}

void ThingsboardStandIn::delete_shared_attribute(const std::string& key) {
  act([&](DevicePort* port) { device_.attributes.delete_shared(key, port); });
}

RpcCall ThingsboardStandIn::rpc(const std::string& method, const json& params, const RpcOptions& options) {
  return rpc_text(json{{"method", method}, {"params", params}}.dump(), options);
}

RpcCall ThingsboardStandIn::rpc_text(const std::string& payload, const RpcOptions& options) {
  RpcCall call;
  act([&](DevicePort* port) {
    call = device_.server_rpc.begin(payload, options, port, std::chrono::steady_clock::now());
  });
  return call;
}

json ThingsboardStandIn::ask(const std::string& method, const json& params, const RpcOptions& options) {
  return rpc(method, params, options).result.get().answer;
}

void ThingsboardStandIn::send_again(const RpcCall& call) {
  act([&](DevicePort* port) {
    device_.server_rpc.send_again(call.id, port, std::chrono::steady_clock::now());
  });
}

std::vector<json> ThingsboardStandIn::answers(const RpcCall& call) const {
  return look([&call](const DeviceState& device) { return device.server_rpc.answers(call.id); });
}

std::vector<std::uint32_t> ThingsboardStandIn::unanswered() const {
  return look([](const DeviceState& device) { return device.server_rpc.unanswered(); });
}

std::vector<std::string> ThingsboardStandIn::client_calls() const {
  return look([](const DeviceState& device) { return device.client_rpc.methods(); });
}

bool ThingsboardStandIn::is_connected() const {
  const std::scoped_lock lock(mutex_);
  return server_->session() != nullptr;
}

bool ThingsboardStandIn::is_subscribed(const std::string& topic) const {
  const std::scoped_lock lock(mutex_);
  const auto* session = server_->session();
  return session != nullptr && session->is_subscribed(topic);
}

std::size_t ThingsboardStandIn::sessions() const {
  return look([](const DeviceState& device) { return device.sessions; });
}

void ThingsboardStandIn::drop_connection() {
  server_->post(&Server::drop);
}

void ThingsboardStandIn::refuse_connections() {
  server_->post(&Server::refuse);
}

void ThingsboardStandIn::accept_connections() {
  server_->post(&Server::accept_again);
}

std::vector<std::string> ThingsboardStandIn::violations() const {
  return look([](const DeviceState& device) { return device.violations; });
}

std::vector<std::string> ThingsboardStandIn::closings() const {
  return look([](const DeviceState& device) { return device.closings; });
}

}  // namespace bmsgw::test
