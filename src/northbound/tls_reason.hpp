#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "bmsgw/northbound/mqtt_transport.hpp"

namespace bmsgw::northbound {

struct SslContextDelete {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslContextDelete>;

/// A client context that checks what Paho checks. Null: `problem` says which file cannot be used.
/// Thread: any.
[[nodiscard]] SslContext make_client_context(const MqttOptions& options, std::string& problem);
/// The name or address that the server's certificate must have.
void expect_server_name(SSL& ssl, const std::string& host);
/// Plain English for a handshake that failed; takes OpenSSL's error queue of this thread.
[[nodiscard]] std::string handshake_failure_reason(const SSL& ssl, const std::string& host);

}  // namespace bmsgw::northbound
