#include "stand_in_connection.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace bmsgw::test {

void StandInConnection::read() {
  socket_.async_read_some(boost::asio::buffer(buffer_),
                          [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
                            if (!error) return self->on_bytes(size);
                            self->work_([&self] { self->session_.close("the connection ended"); });
                            self->drop();
                          });
}

void StandInConnection::on_bytes(std::size_t size) {
  work_([this, size] {
    reader_.add({buffer_.data(), size});
    const auto now = std::chrono::steady_clock::now();
    while (const auto packet = reader_.next()) session_.on_packet(*packet, now);
    if (reader_.problem().empty() || session_.is_closed()) return;
    session_.blame("mqtt: " + reader_.problem());
    session_.close("mqtt: " + reader_.problem());
  });
  if (!is_over()) read();
}

void StandInConnection::flush() {
  waiting_ += session_.take_output();
  if (sending_.empty()) write();
}

void StandInConnection::write() {
  if (is_over()) return;
  if (waiting_.empty()) {
    if (session_.is_closed()) drop();
    return;
  }
  sending_ = std::exchange(waiting_, {});
  boost::asio::async_write(
      socket_, boost::asio::buffer(sending_),
      [self = shared_from_this()](boost::system::error_code error, std::size_t /*size*/) {
        self->sending_.clear();
        if (error) return self->drop();
        self->write();
      });
}

void StandInConnection::drop() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace bmsgw::test
