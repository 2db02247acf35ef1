namespace bmsgw {}
