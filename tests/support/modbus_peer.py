"""A Modbus TCP server that shares no code with ours: python3-pymodbus of Debian. Prints its port; serves units 1-3
until it is ended. Holding register 0 is the unit's number; the others are as tests/system/modbus_test.cpp wants them."""
import asyncio
import struct
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer


def unit(number):
    holding = [0] * 200
    holding[0] = number
    real = struct.unpack(">HH", struct.pack(">f", 3.25 * number))
    holding[10], holding[11] = real[1], real[0]  # low word first
    holding[12], holding[13] = struct.unpack(">HH", struct.pack(">i", -123456 * number))
    holding[20:24] = struct.unpack(">4H", b"Unit%d\0\0\0" % number)
    holding[30] = 0x0008 if number == 2 else 0xFFF7
    inputs = [0] * 100 + [3000 + number * 100 + cell % 100 for cell in range(300)] + [0] * 10
    bits = [0] * 5 + [(index + number) % 3 == 0 for index in range(20)] + [0] * 10
    block = lambda values: ModbusSequentialDataBlock(0, values)
    return ModbusSlaveContext(di=block(bits), hr=block(holding), ir=block(inputs), zero_mode=True)


async def main():
    context = ModbusServerContext(slaves={number: unit(number) for number in (1, 2, 3)}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    task = asyncio.create_task(server.serve_forever())
    while server.server is None:
        await asyncio.sleep(0.01)
    print("serving at 127.0.0.1:%d" % server.server.sockets[0].getsockname()[1], flush=True)
    await task


sys.exit(asyncio.run(main()))
