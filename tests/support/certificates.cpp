#include "certificates.hpp"

#include <atomic>
#include <cstdio>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace bmsgw::test {
namespace {

template <auto function>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    function(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, Free<std::fclose>>;

constexpr long kSecondsPerDay = 86400;

void expect(bool is_good, const char* what) {
  if (!is_good) throw std::runtime_error(std::string("certificates: ") + what);
}

void add_extension(X509& certificate, X509& issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  expect(extension && X509_add_ext(&certificate, extension.get(), -1) == 1, "extension");
}

/// issuer null: self-signed.
Certificate make_certificate(EVP_PKEY& key, const CertificateSpec& spec, X509* issuer, EVP_PKEY& issuer_key,
                             bool is_ca) {
  static std::atomic<long> serial{1};
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), spec.valid_from_days * kSecondsPerDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), spec.valid_to_days * kSecondsPerDay);
  X509_set_pubkey(certificate.get(), &key);
  auto* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.c_str()), -1, -1, 0);
  X509* const signer = issuer == nullptr ? certificate.get() : issuer;
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
  if (is_ca) add_extension(*certificate, *signer, NID_basic_constraints, "critical,CA:TRUE");
  if (!spec.alternative_names.empty()) {
    add_extension(*certificate, *signer, NID_subject_alt_name, spec.alternative_names);
  }
  expect(X509_sign(certificate.get(), &issuer_key, EVP_sha256()) > 0, "sign");
  return certificate;
}

File open_file(const std::string& path) {
  File file(std::fopen(path.c_str(), "w"));
  expect(file != nullptr, "open file");
  return file;
}

CertificateFiles write_files(const TempDir& dir, const std::string& name, X509& certificate, EVP_PKEY& key) {
  CertificateFiles files{dir / (name + ".crt"), dir / (name + ".key")};
  expect(PEM_write_X509(open_file(files.certificate).get(), &certificate) == 1, "write certificate");
  expect(PEM_write_PrivateKey(open_file(files.key).get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "write key");
  return files;
}

Key make_key() {
  return Key(EVP_EC_gen("P-256"));
}

}  // namespace

struct CertificateAuthority::Identity {
  Key key;
  Certificate certificate;
};

CertificateFiles make_self_signed(const TempDir& dir, const std::string& file_name,
                                  const CertificateSpec& spec) {
  const auto key = make_key();
  const auto certificate = make_certificate(*key, spec, nullptr, *key, false);
  return write_files(dir, file_name, *certificate, *key);
}

CertificateAuthority::CertificateAuthority(const TempDir& dir, const std::string& name)
    : dir_(dir), identity_(std::make_unique<Identity>()) {
  identity_->key = make_key();
  identity_->certificate = make_certificate(*identity_->key, {.common_name = name, .alternative_names = ""},
                                            nullptr, *identity_->key, true);
  file_ = write_files(dir, name, *identity_->certificate, *identity_->key).certificate;
}

CertificateAuthority::~CertificateAuthority() = default;

CertificateFiles CertificateAuthority::issue(const std::string& file_name, const CertificateSpec& spec) {
  const auto key = make_key();
  const auto certificate = make_certificate(*key, spec, identity_->certificate.get(), *identity_->key, false);
  return write_files(dir_, file_name, *certificate, *key);
}

}  // namespace bmsgw::test
