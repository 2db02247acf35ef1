#include "can_channel.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace bmsgw::transport {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

CanChannel::CanChannel(boost::asio::io_context& loop, FileDescriptor socket, const core::Clock& clock,
                       std::shared_ptr<CanChannelOwner> owner)
    : descriptor_(loop, socket.release()), retry_(loop), clock_(clock), owner_(std::move(owner)) {
  descriptor_.non_blocking(true);
}

void CanChannel::close() {
  const auto owner = std::exchange(owner_, nullptr);
  if (owner != nullptr && writer_.size() > 0) owner->on_dropped_writes(writer_.size(), {});
  retry_.cancel();
  error_code ignored;
  descriptor_.close(ignored);
}

/// The only place that arms reading.
void CanChannel::wait_readable() {
  descriptor_.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](error_code error) {
    if (!error) self->on_readable();
  });
}

void CanChannel::on_readable() {
  constexpr int kBatchesPerTurn = 8;  // then others on the loop have their turn
  for (int turn = 0; turn < kBatchesPerTurn && owner_ != nullptr; ++turn) {
    const auto owner = owner_;  // it may close us, and be gone with that
    const FrameReader::Batch batch = reader_.read(descriptor_.native_handle(), clock_);
    if (batch.error) return owner->on_failed(batch.error);
    if (!batch.frames.empty() || !batch.errors.empty()) owner->on_batch(batch);
    if (!batch.full) break;
  }
  if (owner_ != nullptr) wait_readable();
}

bool CanChannel::write(const core::CanFrame& frame, core::MonoTime stale_after) {
  if (owner_ == nullptr) return false;
  // What waits in a full queue may be stale by now, even if the interface takes nothing at all.
  if (writer_.size() == FrameWriter::kMost) flush();
  if (owner_ == nullptr || !writer_.push(frame, stale_after)) return false;
  if (!waiting_to_write_) flush();
  return true;
}

void CanChannel::flush() {
  const FrameWriter::Outcome outcome = writer_.flush(descriptor_.native_handle(), clock_.now().mono);
  if (outcome.dropped > 0) owner_->on_dropped_writes(outcome.dropped, outcome.refused);
  if (outcome.error) return fail_later(outcome.error);
  if (outcome.wait != FrameWriter::Wait::nothing) wait_to_write(outcome.wait);
}

void CanChannel::wait_to_write(FrameWriter::Wait what) {
  if (std::exchange(waiting_to_write_, true)) return;
  const auto go_on = [self = shared_from_this()](error_code error) { self->on_may_write(error); };
  if (what == FrameWriter::Wait::writable) {
    descriptor_.async_wait(stream_descriptor::wait_write, go_on);
  } else {
    retry_.expires_after(kRetryWrite);
    retry_.async_wait(go_on);
  }
}

void CanChannel::on_may_write(error_code error) {
  waiting_to_write_ = false;
  if (!error && owner_ != nullptr) flush();
}

void CanChannel::fail_later(std::error_code error) {
  boost::asio::post(descriptor_.get_executor(), [self = shared_from_this(), error] {
    if (const auto owner = self->owner_) owner->on_failed(error);
  });
}

}  // namespace bmsgw::transport
