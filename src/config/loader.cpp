namespace bmsgw::config {}
