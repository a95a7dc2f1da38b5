/**
 * Where the walker is: the device's position, followed from a click on. What the device offers is
 * passed in, so that node can test it.
 */

const FRESH_MS = 30_000;
const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 5_000 };

/** Its age counts from when it was heard: not every device's clock can be believed. */
function fixOf({ coords: { longitude: lon, latitude: lat, accuracy } }) {
  return { lon, lat, accuracy: Math.ceil(accuracy), time: Date.now() };
}

/** `tell` hears "searching", "refused", or a fix {lon, lat, accuracy}. */
export function followPosition(tell, device = navigator.geolocation) {
  let last = null;
  let watch = null;

  function hear(position) {
    last = fixOf(position);
    tell(last);
  }

  /** A tunnel ends; only a refusal, or a device that gives nothing at all, stops the search. */
  function miss({ code, PERMISSION_DENIED }) {
    if (last && code !== PERMISSION_DENIED) return;
    device.clearWatch(watch);
    watch = null;
    last = null;
    tell("refused");
  }

  function start() {
    if (!device) {
      tell("refused");
      return;
    }
    tell("searching");
    watch ??= device.watchPosition(hear, miss, OPTIONS);
  }

  function askOnce() {
    tell("searching");
    return new Promise((resolve) => {
      const take = (position) => resolve(fixOf(position));
      device.getCurrentPosition(take, () => resolve(null), OPTIONS);
    });
  }

  /** The position now: the last one while it is young, else asked anew; null where there is none. */
  async function now() {
    if (last && Date.now() - last.time < FRESH_MS) return last;
    if (watch === null) return null;
    last = await askOnce();
    tell(last ?? "refused");
    return last;
  }

  return { start, now };
}
