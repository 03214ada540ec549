-- Stores an entry unless one is there that is as new or newer.
-- KEYS[1]: its name. ARGV[1]: the entry. ARGV[2]: how long it is kept, in milliseconds.
-- ARGV[3]: bytes found under the name that are no entry, however new they say they are; empty for none.
local held = redis.pcall('GETRANGE', KEYS[1], 0, 8)
-- What has another type or format is no entry of ours.
if type(held) == 'string' and #held == 9 and string.byte(held) == string.byte(ARGV[1]) then
  -- In halves: a number here has 53 exact bits only.
  local high, low = struct.unpack('>I4I4', held, 2)
  local new_high, new_low = struct.unpack('>I4I4', ARGV[1], 2)
  local newer = new_high > high or (new_high == high and new_low > low)
  if not newer and (ARGV[3] == '' or redis.call('GET', KEYS[1]) ~= ARGV[3]) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
