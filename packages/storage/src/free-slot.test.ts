import { expect, test } from 'vitest'
import { openFreeSlot } from './free-slot'
import { MemoryDisk, memoryStorage } from './memory'
import { StorageError } from './storage'

test('each opener gets the first slot that nobody holds', async () => {
  const disks = [new MemoryDisk(), new MemoryDisk(), new MemoryDisk()]
  const open = async (slot: number) => memoryStorage({ from: disks[slot] })
  const first = await openFreeSlot(open)
  const second = await openFreeSlot(open)
  expect([first.slot, second.slot]).toEqual([0, 1])
  await first.storage.close()
  expect((await openFreeSlot(open)).slot).toBe(0)
})

test('all slots held is `locked`', async () => {
  const disk = new MemoryDisk()
  memoryStorage({ from: disk })
  await expect(openFreeSlot(async () => memoryStorage({ from: disk }), 3)).rejects.toMatchObject({ code: 'locked' })
})

test('an error other than `locked` is not taken for a held slot', async () => {
  const tried: number[] = []
  const failing = openFreeSlot(async slot => {
    tried.push(slot)
    throw new StorageError('damaged', 'not a store')
  })
  await expect(failing).rejects.toMatchObject({ code: 'damaged' })
  expect(tried).toEqual([0])
})
