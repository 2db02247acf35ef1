#include "simulator/modbus/register_bank.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr auto kInput = ModbusFunction::read_input_registers;

TEST(RegisterBank, HasOnlyWhatWasAllowed) {
  RegisterBank bank;
  bank.allow(kHolding, 250, 10);
  EXPECT_TRUE(bank.is_legal(kHolding, 250, 10));
  EXPECT_FALSE(bank.is_legal(kHolding, 249, 2));
  EXPECT_FALSE(bank.is_legal(kHolding, 259, 2));
  EXPECT_FALSE(bank.is_legal(kInput, 250, 1));
  EXPECT_FALSE(bank.is_legal(ModbusFunction::write_register, 250, 1)) << "only to be read";
  bank.allow_writing(kHolding, 255, 2);
  EXPECT_TRUE(bank.is_legal(ModbusFunction::write_registers, 255, 2));
  EXPECT_FALSE(bank.is_legal(ModbusFunction::write_registers, 255, 3));
  EXPECT_FALSE(bank.is_legal(ModbusFunction::write_coil, 255, 1));
}

TEST(RegisterBank, TablesAreApart) {
  RegisterBank bank;
  bank.set(kHolding, 7, 1);
  bank.set(kInput, 7, 2);
  bank.set(ModbusFunction::write_coil, 7, 1);
  EXPECT_EQ(bank.get(kHolding, 7), 1);
  EXPECT_EQ(bank.get(kInput, 7), 2);
  EXPECT_EQ(bank.get(ModbusFunction::read_coils, 7), 1);
  EXPECT_EQ(bank.get(ModbusFunction::read_discrete_inputs, 7), 0);
}

TEST(RegisterBank, SetsSomeBits) {
  RegisterBank bank;
  bank.set(kHolding, 0, 0x1234);
  bank.set(kHolding, 0, 0xFFFF, 0x00F0);
  EXPECT_EQ(bank.get(kHolding, 0), 0x12F4);
}

TEST(RegisterBank, TheLastRegisterIsTheEnd) {
  RegisterBank bank;
  bank.allow(kHolding, 0xFFFF, 3);
  bank.set(kHolding, 0x10000, 5);
  EXPECT_TRUE(bank.is_legal(kHolding, 0xFFFF, 1));
  EXPECT_FALSE(bank.is_legal(kHolding, 0xFFFF, 2));
  EXPECT_EQ(bank.get(kHolding, 0x10000), 0);
}

TEST(RegisterBank, ShortGapsMayBeReadAcross) {
  RegisterBank bank;
  for (const auto address : {300U, 303U, 307U}) bank.allow(kHolding, address, 1);
  bank.allow_gaps(2);
  EXPECT_TRUE(bank.is_legal(kHolding, 300, 4));
  EXPECT_FALSE(bank.is_legal(kHolding, 303, 5));
  EXPECT_FALSE(bank.is_legal(kHolding, 299, 1));
  EXPECT_FALSE(bank.is_legal(kHolding, 308, 1));
  bank.allow_gaps(3);
  EXPECT_TRUE(bank.is_legal(kHolding, 300, 8));
}

TEST(RegisterBank, ForbiddenIsForbidden) {
  RegisterBank bank;
  bank.allow_writing(kHolding, 10, 5);
  bank.forbid(kHolding, 12, 12);
  EXPECT_TRUE(bank.is_legal(kHolding, 10, 2));
  EXPECT_FALSE(bank.is_legal(kHolding, 10, 3));
  EXPECT_FALSE(bank.is_legal(ModbusFunction::write_register, 12, 1));
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
