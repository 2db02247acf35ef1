#include "control_server.hpp"

#include <filesystem>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace bmsgw::app {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

/// Reads a request, answers it, reads the next; one at a time.
class ControlServer::Connection : public std::enable_shared_from_this<ControlServer::Connection> {
 public:
  Connection(stream_protocol::socket socket, std::shared_ptr<Handler> handler)
      : socket_(std::move(socket)), handler_(std::move(handler)) {}

  /// The only place that arms reading.
  void read() {
    asio::async_read_until(socket_, asio::dynamic_buffer(input_, kMaxRequestBytes), '\n',
                           [self = shared_from_this()](error_code error, std::size_t size) {
                             if (!error) return self->answer(size);
                             if (error == asio::error::not_found) self->refuse();
                           });
  }

 private:
  void answer(std::size_t size) {
    const auto request = input_.substr(0, size - 1);
    input_.erase(0, size);
    if (!*handler_) return;  // the server is gone
    (*handler_)(request, [self = shared_from_this()](const std::string& answer) { self->send(answer); });
  }

  /// There is no line end in what it may hold.
  void refuse() {
    output_ =
        R"({"ok":false,"code":"too_large","reason":"a request has at most 65536 bytes, and ends with a line end"})"
        "\n";
    asio::async_write(socket_, asio::buffer(output_),
                      [self = shared_from_this()](error_code, std::size_t) {});
  }

  void send(const std::string& answer) {
    output_ = answer + "\n";
    asio::async_write(socket_, asio::buffer(output_),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (!error) self->read();
                      });
  }

  stream_protocol::socket socket_;
  std::shared_ptr<Handler> handler_;
  std::string input_;
  std::string output_;
};

namespace {

bool answers(asio::io_context& loop, const std::string& path) {
  stream_protocol::socket probe(loop);
  error_code error;
  probe.connect(stream_protocol::endpoint(path), error);
  return !error;
}

std::string prepare_place(asio::io_context& loop, const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un{}.sun_path)) return "the path is too long for a socket";
  std::error_code error;
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return "can't make " + folder.string() + ": " + error.message();
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) return {};
  if (!std::filesystem::is_socket(path, error)) return "there is a file that is no socket";
  if (answers(loop, path)) return "another bms-gateway answers there";
  return unlink(path.c_str()) == 0 ? std::string{} : "can't remove the old socket";
}

}  // namespace

ControlServer::ControlServer(asio::io_context& loop, Handler handler)
    : acceptor_(loop), retry_(loop), handler_(std::make_shared<Handler>(std::move(handler))) {}

ControlServer::~ControlServer() {
  close();
  *handler_ = nullptr;
}

std::string ControlServer::listen(const std::string& path) {
  auto& loop = static_cast<asio::io_context&>(acceptor_.get_executor().context());
  if (auto reason = prepare_place(loop, path); !reason.empty()) return reason;
  error_code error;
  acceptor_.open(stream_protocol(), error);
  const auto old_mask = umask(0117);  // 0660 from the first moment on
  if (!error) acceptor_.bind(stream_protocol::endpoint(path), error);
  umask(old_mask);
  if (!error) path_ = path;
  if (!error) acceptor_.listen(static_cast<int>(kMaxConnections), error);
  if (error) {
    close();
    return error.message();
  }
  accept();
  return {};
}

void ControlServer::accept() {
  acceptor_.async_accept([this](error_code error, stream_protocol::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) return retry_accept();  // out of descriptors, for example
    // Each connection holds the handler once; one too many is closed at once.
    if (handler_.use_count() <= static_cast<long>(kMaxConnections)) {
      std::make_shared<Connection>(std::move(socket), handler_)->read();
    }
    accept();
  });
}

void ControlServer::retry_accept() {
  retry_.expires_after(std::chrono::seconds(1));
  retry_.async_wait([this](error_code stopped) {
    if (!stopped) accept();
  });
}

void ControlServer::close() {
  retry_.cancel();
  error_code ignored;
  acceptor_.close(ignored);
  const auto path = std::exchange(path_, {});
  if (!path.empty()) unlink(path.c_str());
}

}  // namespace bmsgw::app
