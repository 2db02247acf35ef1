#include "northbound/tls_reason.hpp"

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace bmsgw::northbound {
namespace {

std::string queued_error() {
  const auto code = ERR_get_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "unknown error" : reason;
}

bool load_trust(SSL_CTX& context, const MqttOptions& options, std::string& problem) {
  const bool is_loaded = options.ca.empty() ? SSL_CTX_set_default_verify_paths(&context) == 1
                                            : SSL_CTX_load_verify_file(&context, options.ca.c_str()) == 1;
  if (!is_loaded) problem = fmt::format("cannot use the CA file {}: {}", options.ca, queued_error());
  return is_loaded;
}

bool load_own_certificate(SSL_CTX& context, const MqttOptions& options, std::string& problem) {
  if (options.cli_cert.empty()) return true;
  if (SSL_CTX_use_certificate_chain_file(&context, options.cli_cert.c_str()) != 1) {
    problem = fmt::format("cannot use the client certificate {}: {}", options.cli_cert, queued_error());
    return false;
  }
  const auto& key = options.cli_key.empty() ? options.cli_cert : options.cli_key;
  if (SSL_CTX_use_PrivateKey_file(&context, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    problem = fmt::format("cannot use the client key {}: {}", key, queued_error());
    return false;
  }
  return true;
}

std::string certificate_reason(long result, const std::string& host) {
  switch (result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "the server's certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "the server's certificate is not yet valid (is this machine's clock right?)";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "the server's certificate is self-signed and not trusted";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "the server's certificate is issued by an unknown CA";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return fmt::format("the server's certificate is for another name than {}", host);
    default:
      return fmt::format("the server's certificate: {}", X509_verify_cert_error_string(result));
  }
}

}  // namespace

SslContext make_client_context(const MqttOptions& options, std::string& problem) {
  ERR_clear_error();
  SslContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) {
    problem = "TLS is not available: " + queued_error();
    return nullptr;
  }
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), options.insecure ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  if (!load_trust(*context, options, problem) || !load_own_certificate(*context, options, problem))
    return nullptr;
  return context;
}

void expect_server_name(SSL& ssl, const std::string& host) {
  auto* const expected = SSL_get0_param(&ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return;
  ERR_clear_error();
  X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
  // What the macro SSL_set_tlsext_host_name does, without its C cast.
  std::string name = host;
  SSL_ctrl(&ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
}

std::string handshake_failure_reason(const SSL& ssl, const std::string& host) {
  if (const auto result = SSL_get_verify_result(&ssl); result != X509_V_OK) {
    ERR_clear_error();
    return certificate_reason(result, host);
  }
  const auto code = ERR_peek_error();
  switch (ERR_GET_REASON(code)) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      ERR_clear_error();
      return "the server wants a client certificate";
    case SSL_R_WRONG_VERSION_NUMBER:
      ERR_clear_error();
      return "the server does not speak TLS on this port";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      ERR_clear_error();
      return "no common protocol version: the server does not speak TLS 1.2 or newer";
    default:
      return "TLS handshake: " + queued_error();
  }
}

}  // namespace bmsgw::northbound
