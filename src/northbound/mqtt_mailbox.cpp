#include "northbound/mqtt_mailbox.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "bmsgw/core/log.hpp"

namespace bmsgw::northbound {

MqttMailbox::MqttMailbox(boost::asio::io_context& loop, Handler handler)
    : loop_(&loop), handler_(std::move(handler)) {}

void MqttMailbox::push(MqttSignal signal) {
  const std::lock_guard lock(mutex_);
  if (loop_ == nullptr) return;
  if (signal.kind == MqttSignal::Kind::message) {
    if (messages_ >= kMaxMessages) {
      ++dropped_;
      return;
    }
    ++messages_;
  }
  waiting_.push_back(std::move(signal));
  if (posted_) return;
  posted_ = true;
  // Under the mutex: close() comes either before, or after the loop has been used.
  boost::asio::post(*loop_, [self = shared_from_this()] { self->drain(); });
}

void MqttMailbox::close() {
  closed_ = true;
  const std::lock_guard lock(mutex_);
  loop_ = nullptr;
  waiting_.clear();
}

void MqttMailbox::drain() {
  std::vector<MqttSignal> signals;
  if (const auto dropped = take(signals); dropped > 0) {
    core::log_warning("mqtt: {} messages of the server were dropped, they came too fast", dropped);
  }
  for (auto& signal : signals) {
    if (closed_) return;
    handler_(signal);
  }
}

std::size_t MqttMailbox::take(std::vector<MqttSignal>& signals) {
  const std::lock_guard lock(mutex_);
  signals.swap(waiting_);
  posted_ = false;
  messages_ = 0;
  return std::exchange(dropped_, 0);
}

}  // namespace bmsgw::northbound
