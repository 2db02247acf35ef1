#pragma once

#include <memory>
#include <string>

#include "temp_dir.hpp"

namespace bmsgw::test {

/// PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

struct CertificateSpec {
  std::string common_name = "localhost";
  /// As in an OpenSSL configuration. Empty: none.
  std::string alternative_names = "DNS:localhost,IP:127.0.0.1";
  int valid_from_days = -1;  ///< days from now
  int valid_to_days = 30;
};

/// A certificate that is its own issuer.
CertificateFiles make_self_signed(const TempDir& dir, const std::string& file_name,
                                  const CertificateSpec& spec = {});

/// Issues certificates (EC P-256) into a folder. Thread: any, one at a time.
class CertificateAuthority {
 public:
  explicit CertificateAuthority(const TempDir& dir, const std::string& name = "ca");
  ~CertificateAuthority();
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  CertificateFiles issue(const std::string& file_name, const CertificateSpec& spec = {});

 private:
  struct Identity;
  const TempDir& dir_;
  std::string file_;
  std::unique_ptr<Identity> identity_;
};

}  // namespace bmsgw::test
