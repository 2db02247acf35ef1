// The only file that includes Paho. What was found out about it by trying (Paho C 1.3.12, C++ 1.2.0):
// - Destroying a process's last client stops Paho's threads: 100 ms to 1 s, and whoever makes a client
//   meanwhile uses freed memory. Hence the keeper, with which it takes less than 1 ms. Its price: a later
//   connect takes up to 1 s, because Paho's running receive thread looks at a new socket only after its turn.
// - Paho holds its one lock while it resolves a name; create, connect and destroy wait for that. Hence the
// job
//   thread.
// - The token of a disconnect never ends when the socket is full. Hence the bound.
// - A subscription of one filter given as a list reads a number as a pointer. Hence one call per filter.
// - The constructor with a number of buffered messages is the one that 1.2 and 1.5 both have without
// persistence.
#include "northbound/paho_client.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>

#include <MQTTAsync.h>
#include <mqtt/async_client.h>

#include "bmsgw/core/log.hpp"

#include "northbound/mqtt_mailbox.hpp"

namespace bmsgw::northbound {
namespace {

using Kind = MqttSignal::Kind;
using MailboxPtr = std::shared_ptr<MqttMailbox>;

/// More than any window of the layer above, so that Paho never makes us wait.
constexpr int kMaxInflight = 1000;
constexpr int kSubscribeQos = 1;

std::mutex g_keeper_mutex;
/// Never connected, never destroyed: as long as one client is left Paho does not stop its threads.
mqtt::async_client* g_keeper = nullptr;

void keep_paho_alive() {
  const std::lock_guard lock(g_keeper_mutex);
  if (g_keeper == nullptr) {
    g_keeper = new mqtt::async_client("tcp://127.0.0.1:1", "keeper", kMaxInflight);
  }
}

std::string server_uri(const MqttOptions& options) {
  const bool is_ipv6 = options.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + options.host + "]" : options.host;
  return (options.tls ? "ssl://" : "tcp://") + host + ":" + std::to_string(options.port);
}

mqtt::ssl_options ssl_options(const MqttOptions& options) {
  mqtt::ssl_options ssl;
  // Without a CA file Paho takes OpenSSL's default store. TLS below 1.2 is refused by OpenSSL 3 at Paho's
  // security level; the ssl_version option does nothing there.
  if (!options.ca.empty()) ssl.set_trust_store(options.ca);
  if (!options.cli_cert.empty()) ssl.set_key_store(options.cli_cert);
  if (!options.cli_key.empty()) ssl.set_private_key(options.cli_key);
  ssl.set_enable_server_cert_auth(!options.insecure);
  ssl.set_verify(!options.insecure);  // the name in the certificate
  return ssl;
}

int whole_seconds(core::milliseconds time) {
  return std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count()));
}

mqtt::connect_options connect_options(const MqttOptions& options) {
  mqtt::connect_options connect;
  connect.set_mqtt_version(MQTTVERSION_3_1_1);
  connect.set_clean_session(true);
  connect.set_automatic_reconnect(false);
  connect.set_keep_alive_interval(whole_seconds(options.keep_alive));
  connect.set_connect_timeout(whole_seconds(options.connect_timeout));
  connect.set_max_inflight(kMaxInflight);
  if (!options.username.empty()) connect.set_user_name(options.username);
  if (!options.password.empty()) connect.set_password(options.password);
  if (options.tls) connect.set_ssl(ssl_options(options));
  return connect;
}

MqttSignal signal(Kind kind) {
  MqttSignal made;
  made.kind = kind;
  return made;
}

MqttSignal connect_failed(int code, std::string text) {
  auto made = signal(Kind::connect_failed);
  made.code = code;
  made.text = std::move(text);
  return made;
}

class ConnectListener final : public mqtt::iaction_listener {
 public:
  explicit ConnectListener(MailboxPtr mailbox) : mailbox_(std::move(mailbox)) {}
  void on_success(const mqtt::token& /*token*/) override { mailbox_->push(signal(Kind::connected)); }
  void on_failure(const mqtt::token& token) override {
    mailbox_->push(connect_failed(token.get_return_code(), {}));
  }

 private:
  MailboxPtr mailbox_;
};

class PublishListener final : public mqtt::iaction_listener {
 public:
  explicit PublishListener(MailboxPtr mailbox) : mailbox_(std::move(mailbox)) {}
  void on_success(const mqtt::token& token) override {
    auto delivered = signal(Kind::delivered);
    delivered.slot = reinterpret_cast<std::uintptr_t>(token.get_user_context());
    mailbox_->push(std::move(delivered));
  }
  // Failures come too seldom to be relied on: the layer above counts on acknowledgements and lost connections
  // only.
  void on_failure(const mqtt::token& /*token*/) override {}

 private:
  MailboxPtr mailbox_;
};

class SubscribeListener final : public mqtt::iaction_listener {
 public:
  void on_success(const mqtt::token& /*token*/) override {}
  void on_failure(const mqtt::token& token) override {
    const auto topics = token.get_topics();
    if (token.get_return_code() == kRefused && topics && !topics->empty()) {
      core::log_warning("mqtt: the server refuses the subscription of {}", (*topics)[0]);
    }
  }

 private:
  static constexpr int kRefused = 0x80;
};

}  // namespace

class PahoClient::Paho {
 public:
  Paho(const MqttOptions& options, const MailboxPtr& mailbox)
      : connect_(mailbox), publish_(mailbox), client_(server_uri(options), options.client_id, kMaxInflight) {
    client_.set_connection_lost_handler([mailbox](const std::string&) { mailbox->push(signal(Kind::lost)); });
    client_.set_message_callback([mailbox](const mqtt::const_message_ptr& message) {
      auto arrived = signal(Kind::message);
      arrived.topic = message->get_topic();
      arrived.text = message->get_payload_str();
      mailbox->push(std::move(arrived));
    });
  }

  void connect(const MqttOptions& options) { client_.connect(connect_options(options), nullptr, connect_); }

  void subscribe(const std::string& filter) { client_.subscribe(filter, kSubscribeQos, nullptr, subscribe_); }

  void publish(std::size_t slot, const std::string& topic, const std::string& payload, std::uint8_t qos) {
    client_.publish(topic, payload.data(), payload.size(), qos, false, reinterpret_cast<void*>(slot),
                    publish_);
  }

  void disconnect(core::milliseconds bound) {
    if (!client_.is_connected()) return;
    // 0: Paho must not wait for acknowledgements, it looks again only every 3 s.
    client_.disconnect(0)->wait_for(bound);
  }

 private:
  ConnectListener connect_;
  PublishListener publish_;
  SubscribeListener subscribe_;
  mqtt::async_client client_;  // last: gone before the listeners
};

PahoClient::PahoClient(std::shared_ptr<MqttMailbox> mailbox) : mailbox_(std::move(mailbox)) {}
PahoClient::~PahoClient() = default;

void PahoClient::open(const MqttOptions& options) {
  try {
    keep_paho_alive();
    paho_ = std::make_unique<Paho>(options, mailbox_);
    paho_->connect(options);  // only now: the loop uses paho_ as soon as it is told
  } catch (const std::exception& error) {
    mailbox_->push(connect_failed(0, error.what()));
  }
}

void PahoClient::subscribe(const std::string& topic_filter) {
  try {
    paho_->subscribe(topic_filter);
  } catch (const std::exception& error) {
    core::log_warning("mqtt: cannot subscribe {}: {}", topic_filter, error.what());
  }
}

bool PahoClient::publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
                         std::uint8_t qos) {
  if (free_slots_.empty()) {
    free_slots_.push_back(deliveries_.size());
    deliveries_.push_back(0);
  }
  const auto slot = free_slots_.back();
  try {
    paho_->publish(slot, topic, payload, qos);
  } catch (const std::exception& error) {
    core::log_debug("mqtt: cannot publish: {}", error.what());
    return false;
  }
  free_slots_.pop_back();
  deliveries_[slot] = delivery;
  return true;
}

std::uint64_t PahoClient::take_delivery(std::size_t slot) {
  free_slots_.push_back(slot);
  return deliveries_[slot];
}

void PahoClient::close(core::milliseconds bound) {
  if (!paho_) return;
  try {
    paho_->disconnect(bound);
  } catch (const std::exception& error) {
    core::log_debug("mqtt: while disconnecting: {}", error.what());
  }
  paho_.reset();
}

}  // namespace bmsgw::northbound
