#include "simulator/modbus/value_store.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using Words = std::vector<std::uint16_t>;

Words words(const RegisterBank& bank, std::uint32_t address, std::size_t count) {
  Words found;
  for (std::uint32_t i = 0; i < count; ++i) found.push_back(bank.get(kHolding, address + i));
  return found;
}

TEST(ValueStore, NumbersAndBack) {
  auto swapped = place_at(10, 2);
  swapped.low_word_first = true;
  auto little = place_at(10, 2);
  little.low_byte_first = true;
  auto magnitude = place_at(10);
  magnitude.kind = ModbusKind::sign_magnitude;
  auto high_byte = place_at(10);
  high_byte.bit = 8;
  high_byte.bits = 8;
  auto real = place_at(10, 2);
  real.kind = ModbusKind::real;
  core::FieldFormat plain;
  core::FieldFormat milli;
  milli.factor = 0.001;
  core::FieldFormat shifted;
  shifted.factor = 0.1;
  shifted.offset = -3200;
  const struct {
    ModbusPlace place;
    core::FieldFormat format;
    double value;
    Words expected;
  } cases[]{
      {place_at(10), milli, 3.314, {3314}},
      {place_at(10), shifted, -20.5, {2995}},
      {place_at(10, 2), plain, 0x12345678, {0x1234, 0x5678}},
      {swapped, plain, 0x12345678, {0x5678, 0x1234}},
      {little, plain, 0x12345678, {0x3412, 0x7856}},
      {magnitude, plain, -3, {0x8003}},
      {high_byte, plain, 0x42, {0x42FF}},
      {real, plain, 1.5, {0x3FC0, 0}},
  };
  for (const auto& test : cases) {
    RegisterBank bank;
    if (test.place.bits != 0) bank.set(kHolding, 10, 0xFFFF);
    store_value(bank, test.place, test.format, test.value);
    EXPECT_EQ(words(bank, 10, test.expected.size()), test.expected) << test.value;
    EXPECT_NEAR(load_value(bank, test.place, test.format).value_or(-1e9), test.value, 1e-9);
  }
}

TEST(ValueStore, WhatDoesNotFitIsItsAmountOrNothing) {
  RegisterBank bank;
  store_value(bank, place_at(1), {}, -7);
  EXPECT_EQ(bank.get(kHolding, 1), 7);
  store_value(bank, place_at(1), {}, 70'000);
  EXPECT_EQ(bank.get(kHolding, 1), 7);
}

TEST(ValueStore, ElementsOfLists) {
  auto records = place_at(100);
  records.count = 3;
  records.stride = 10;
  EXPECT_EQ(element_place(records, 2).address, 120);
  auto packed = place_at(50);
  packed.kind = ModbusKind::bit;
  packed.bit = 14;
  packed.stride = 0;
  packed.count = 40;
  RegisterBank bank;
  for (const std::uint32_t element : {0U, 2U, 18U}) store_value(bank, element_place(packed, element), {}, 1);
  EXPECT_EQ(words(bank, 50, 3), (Words{0x4000, 0x0001, 0x0001}));
  EXPECT_EQ(load_value(bank, element_place(packed, 18), {}), 1);
  EXPECT_EQ(load_value(bank, element_place(packed, 1), {}), 0);
}

TEST(ValueStore, BitsOfTheirOwnTable) {
  ModbusPlace coil;
  coil.function = ModbusFunction::read_coils;
  coil.kind = ModbusKind::bit;
  coil.address = 3;
  RegisterBank bank;
  store_value(bank, coil, {}, 1);
  EXPECT_EQ(bank.get(ModbusFunction::read_coils, 3), 1);
  EXPECT_EQ(load_value(bank, coil, {}), 1);
}

TEST(ValueStore, Texts) {
  auto place = place_at(5, 3);
  place.kind = ModbusKind::text;
  RegisterBank bank;
  store_text(bank, place, "ABCDEFGH");
  EXPECT_EQ(words(bank, 5, 4), (Words{0x4142, 0x4344, 0x4546, 0}));
  place.low_byte_first = true;
  store_text(bank, place, "abc");
  EXPECT_EQ(words(bank, 5, 3), (Words{0x6261, 0x0063, 0}));
}

TEST(ValueStore, NoValueIsItsCode) {
  core::FieldFormat format;
  RegisterBank bank;
  bank.set(kHolding, 1, 9);
  store_nothing(bank, place_at(1), format);
  EXPECT_EQ(bank.get(kHolding, 1), 0);
  format.is_signed = true;
  format.not_available = {-32768};
  store_nothing(bank, place_at(1), format);
  EXPECT_EQ(bank.get(kHolding, 1), 0x8000);
  EXPECT_EQ(load_value(bank, place_at(1), format), std::nullopt);
  format.not_available = {0x7FFFFFFF};
  store_nothing(bank, place_at(2, 2), format);
  EXPECT_EQ(words(bank, 2, 2), (Words{0x7FFF, 0xFFFF}));
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
