/** Where the walker is: the device's position, followed from a click on. */

const FRESH_MS = 30_000;
const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 5_000 };

function fixOf({ coords, timestamp }) {
  const { longitude: lon, latitude: lat, accuracy } = coords;
  return { lon, lat, accuracy: Math.ceil(accuracy), time: timestamp || Date.now() };
}

function askOnce() {
  return new Promise((resolve) => {
    const take = (position) => resolve(fixOf(position));
    navigator.geolocation.getCurrentPosition(take, () => resolve(null), OPTIONS);
  });
}

/** `tell` hears "searching", "refused", or a fix {lon, lat, accuracy}. */
export function followPosition(tell) {
  let last = null;
  let isFollowing = false;

  function hear(position) {
    last = fixOf(position);
    tell(last);
  }

  function start() {
    if (!navigator.geolocation) {
      tell("refused");
      return;
    }
    tell("searching");
    if (isFollowing) return;
    isFollowing = true;
    const id = navigator.geolocation.watchPosition(
      hear,
      () => {
        navigator.geolocation.clearWatch(id);
        isFollowing = false;
        if (!last) tell("refused");
      },
      OPTIONS,
    );
  }

  /** The position now: the last one while it is young, else asked anew; null where there is none. */
  async function now() {
    if (last && Date.now() - last.time < FRESH_MS) return last;
    if (!isFollowing) return null;
    last = await askOnce();
    tell(last ?? "refused");
    return last;
  }

  return { start, now };
}
