#include <cstdlib>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "support/certificates.hpp"
#include "support/mosquitto.hpp"
#include "support/session_harness.hpp"

namespace bmsgw::northbound {
namespace {

using test::CertificateFiles;
using test::CertificateSpec;
using test::Mosquitto;
using test::MosquittoTls;
using test::SessionHarness;
using testing::HasSubstr;

/// Speaks TLS 1.1 only, to one after another, until it goes.
class OldTlsServer {
 public:
  explicit OldTlsServer(const CertificateFiles& files) : context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_min_proto_version(context_, TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(context_, TLS1_1_VERSION);
    SSL_CTX_use_certificate_file(context_, files.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context_, files.key.c_str(), SSL_FILETYPE_PEM);
    thread_ = std::thread([this] { serve(); });
  }
  ~OldTlsServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // ends accept()
    thread_.join();
    SSL_CTX_free(context_);
  }
  OldTlsServer(const OldTlsServer&) = delete;
  OldTlsServer& operator=(const OldTlsServer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void serve() {
    for (;;) {
      boost::system::error_code error;
      auto socket = acceptor_.accept(error);
      if (error) return;
      const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context_), SSL_free);
      SSL_set_fd(ssl.get(), socket.native_handle());
      SSL_accept(ssl.get());
    }
  }

  boost::asio::io_context loop_;
  boost::asio::ip::tcp::acceptor acceptor_{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  SSL_CTX* context_;
  std::thread thread_;
};

class MqttSessionTls : public testing::Test {
 protected:
  void serve(const CertificateFiles& files, bool require_certificate = false) {
    broker_ = std::make_unique<Mosquitto>(test::MosquittoOptions{
        .users = {},
        .tls = MosquittoTls{files.certificate, files.key, require_certificate ? authority_.file() : "",
                            require_certificate},
        .more = {}});
  }
  [[nodiscard]] MqttOptions options(const std::string& ca, const std::string& host = "127.0.0.1") const {
    MqttOptions made;
    made.host = host;
    made.port = broker_->port();
    made.tls = true;
    made.ca = ca;
    made.client_id = "bmsgw-test";
    return made;
  }
  void expect_tls_failure(const MqttOptions& made, const std::string& reason) {
    const auto failure = harness_.failure_of(made);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, ConnectFailure::tls) << failure->reason;
    EXPECT_THAT(failure->reason, HasSubstr(reason));
  }

  test::TempDir dir_;
  test::CertificateAuthority authority_{dir_};
  test::CertificateAuthority stranger_{dir_, "stranger"};
  std::unique_ptr<Mosquitto> broker_;
  SessionHarness harness_;
};

TEST_F(MqttSessionTls, ConnectsWithTheRightCa) {
  serve(authority_.issue("server"));
  for (const auto* const host : {"127.0.0.1", "localhost"}) {
    ASSERT_TRUE(harness_.connect(options(authority_.file(), host)));
    EXPECT_TRUE(harness_.session->publish(1, "t", "payload", 1));
    EXPECT_TRUE(harness_.until([&] { return !harness_.events.deliveries.empty(); }));
    harness_.events.deliveries.clear();
  }
}

TEST_F(MqttSessionTls, UsesTheSystemStoreWithoutCa) {
  serve(authority_.issue("server"));
  expect_tls_failure(options(""), "issued by an unknown CA");
  ::setenv("SSL_CERT_FILE", authority_.file().c_str(), 1);  // where OpenSSL looks for the system's store
  EXPECT_TRUE(harness_.connect(options("")));
  ::unsetenv("SSL_CERT_FILE");
}

TEST_F(MqttSessionTls, RefusesAnotherName) {
  CertificateSpec spec;
  spec.common_name = "elsewhere.example";
  spec.alternative_names = "DNS:elsewhere.example,IP:192.0.2.1";
  serve(authority_.issue("server", spec));
  expect_tls_failure(options(authority_.file(), "localhost"), "is for another name than localhost");
  expect_tls_failure(options(authority_.file(), "127.0.0.1"), "is for another name than 127.0.0.1");
}

TEST_F(MqttSessionTls, RefusesAnExpiredCertificate) {
  CertificateSpec spec;
  spec.valid_from_days = -30;
  spec.valid_to_days = -1;
  serve(authority_.issue("server", spec));
  expect_tls_failure(options(authority_.file()), "has expired");
}

TEST_F(MqttSessionTls, RefusesACertificateOfTomorrow) {
  CertificateSpec spec;
  spec.valid_from_days = 1;
  serve(authority_.issue("server", spec));
  expect_tls_failure(options(authority_.file()), "not yet valid");
}

TEST_F(MqttSessionTls, RefusesAnUnknownCa) {
  serve(stranger_.issue("server"));
  expect_tls_failure(options(authority_.file()), "issued by an unknown CA");
}

TEST_F(MqttSessionTls, RefusesASelfSignedCertificate) {
  serve(make_self_signed(dir_, "self"));
  expect_tls_failure(options(authority_.file()), "self-signed");
}

TEST_F(MqttSessionTls, AClientCertificateDoesNotWeakenTheChecks) {
  serve(stranger_.issue("server"));
  const auto client = authority_.issue("client");
  auto made = options(authority_.file());
  made.cli_cert = client.certificate;
  made.cli_key = client.key;
  expect_tls_failure(made, "issued by an unknown CA");
}

TEST_F(MqttSessionTls, InsecureAcceptsAnything) {
  CertificateSpec spec;
  spec.alternative_names = "DNS:elsewhere.example";
  spec.valid_from_days = -30;
  spec.valid_to_days = -1;
  serve(make_self_signed(dir_, "self", spec));
  auto made = options("");
  made.insecure = true;
  EXPECT_TRUE(harness_.connect(made));
}

TEST_F(MqttSessionTls, GivesItsCertificate) {
  serve(authority_.issue("server"), true);
  const auto client = authority_.issue("client");
  auto made = options(authority_.file());
  made.cli_cert = client.certificate;
  made.cli_key = client.key;
  EXPECT_TRUE(harness_.connect(made));
}

TEST_F(MqttSessionTls, TellsThatACertificateIsWanted) {
  serve(authority_.issue("server"), true);
  expect_tls_failure(options(authority_.file()), "wants a client certificate");
  const auto client = stranger_.issue("client");
  auto made = options(authority_.file());
  made.cli_cert = client.certificate;
  made.cli_key = client.key;
  expect_tls_failure(made, "unknown ca");
}

TEST_F(MqttSessionTls, NamesAFileThatCannotBeUsed) {
  serve(authority_.issue("server"));
  expect_tls_failure(options(dir_ / "missing.pem"), "missing.pem");
  auto made = options(authority_.file());
  made.cli_cert = dir_ / "no-client.pem";
  expect_tls_failure(made, "no-client.pem");
}

TEST_F(MqttSessionTls, AnIpv6AddressIsRefusedWithItsReason) {
  CertificateSpec spec;
  spec.alternative_names = "IP:::1";
  const auto files = authority_.issue("server", spec);
  const auto port = test::free_port();
  broker_ = std::make_unique<Mosquitto>(
      test::MosquittoOptions{.users = {},
                             .tls = {},
                             .more = {fmt::format("listener {} ::1", port), "certfile " + files.certificate,
                                      "keyfile " + files.key}});
  auto made = options(authority_.file(), "::1");
  made.port = port;
  expect_tls_failure(made, "give a name instead");
  made.insecure = true;
  EXPECT_TRUE(harness_.connect(made));
}

TEST_F(MqttSessionTls, RefusesTlsOlderThan12) {
  const OldTlsServer server(authority_.issue("server"));
  serve(authority_.issue("other"));
  auto made = options(authority_.file());
  made.port = server.port();
  expect_tls_failure(made, "no common protocol version");
}

TEST_F(MqttSessionTls, TlsToAPlainPortIsNamed) {
  broker_ = std::make_unique<Mosquitto>();
  const auto failure = harness_.failure_of(options(authority_.file()));
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->reason, HasSubstr("closes the connection"));
}

TEST_F(MqttSessionTls, GoesQuicklyWhileTheProbeRuns) {
  serve(stranger_.issue("server"));
  harness_.session->connect(options(authority_.file()));
  broker_->pause();
  harness_.settle(std::chrono::milliseconds(100));
  const auto start = std::chrono::steady_clock::now();
  harness_.session.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  harness_.settle(std::chrono::milliseconds(100));
}

}  // namespace
}  // namespace bmsgw::northbound
