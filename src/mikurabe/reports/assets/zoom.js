// The lens: which part of the pictures is in view and how large, one zoom and one place for all of them.
const lens = (() => {
  const stage = id("stage");
  const frames = id("frames");
  const HARD = 2; // screen pixels per picture pixel from which edges stay hard
  const GRID = 8; // and from which the pixels' borders are drawn
  const pictures = every("img", frames).map((image) => ({ image, frame: image.parentNode, size: null, real: false, box: null }));
  for (const one of pictures) {
    one.grid = element("i.grid");
    one.cross = element("i.cross", { hidden: "" });
    id("marks").append(element("i.pane", {}, one.grid, one.cross));
  }
  const line = element("i.line");
  id("marks").append(line);

  let scale = null; // screen pixels per pixel of the first picture; null shows all of it
  let middle = [0.5, 0.5]; // what is in the middle of the frame, as a share of the first picture's width and height
  let exact = false; // different sizes: the same pixel of each instead of the same share of each

  const shown = () => pictures.filter((one) => one.size && one.frame.clientWidth > 0);
  const fitOf = (one) => Math.min(one.frame.clientWidth / one.size[0], one.frame.clientHeight / one.size[1]);
  const unit = () => 1 / devicePixelRatio; // at 1:1 a pixel of the picture is one of the screen

  // How large each picture is drawn: with the same share of each in view, all are as large as the first.
  function scales(all) {
    const fit = exact ? Math.min(...all.map(fitOf)) : fitOf(all[0]);
    const lowest = Math.min(fit, unit());
    const highest = Math.max(64 * unit(), 4 * fit);
    if (scale !== null) scale = Math.max(lowest, Math.min(highest, scale));
    const now = scale ?? fit;
    return all.map((one) => (exact ? now : (now * fitOf(one)) / fitOf(all[0])));
  }

  function lay() {
    for (const one of pictures) one.box = null;
    const all = shown();
    if (all.length) {
      const each = scales(all);
      for (const axis of [0, 1]) {
        const room = axis ? all[0].frame.clientHeight : all[0].frame.clientWidth;
        const extent = Math.max(...all.map((one, at) => one.size[axis] * each[at]));
        // A picture does not leave its frame, and stands in its middle where it is smaller.
        const whole = exact ? extent / (all[0].size[axis] * each[0]) : 1;
        const half = (room / 2 / extent) * whole;
        const share = 2 * half >= whole ? whole / 2 : Math.max(half, Math.min(whole - half, middle[axis]));
        all.forEach((one, at) => {
          one.box ||= { at: [], scale: each[at], room: [one.frame.clientWidth, one.frame.clientHeight] };
          const centre = share * (exact ? all[0] : one).size[axis];
          one.box.at[axis] = room / 2 - centre * each[at];
        });
      }
    }
    for (const one of pictures) draw(one);
    share();
    say(all);
  }

  function draw({ image, size, box, grid, real, frame }) {
    image.hidden = !box;
    grid.hidden = true;
    if (!box) return;
    const [x, y] = box.at;
    image.style.width = `${size[0]}px`;
    image.style.height = `${size[1]}px`;
    image.style.transform = `translate(${x}px, ${y}px) scale(${box.scale})`;
    const dots = image.naturalWidth ? (size[0] * box.scale) / unit() / image.naturalWidth : 0;
    image.classList.toggle("pixels", dots >= HARD);
    if (!real || box.scale / unit() < GRID) return;
    // Only as large as what is seen: its lines start at a pixel's border.
    grid.hidden = false;
    const origin = boxOf(id("marks"));
    const place = boxOf(frame);
    for (const [axis, side, length, first] of [[0, "left", "width", place.left - origin.left], [1, "top", "height", place.top - origin.top]]) {
      const start = Math.max(0, box.at[axis]);
      const end = Math.min(box.room[axis], box.at[axis] + size[axis] * box.scale);
      grid.style[side] = `${first + start}px`;
      grid.style[length] = `${Math.max(0, end - start)}px`;
      setStyle(grid, `--${side}`, `${(box.at[axis] - start) % box.scale}px`);
    }
    setStyle(grid, "--pixel", `${box.scale}px`);
  }

  // The difference exists only where both pictures are.
  function share() {
    const [a, b] = pictures.map((one) => one.box && [...one.box.at, ...one.box.at.map((start, axis) => start + one.size[axis] * one.box.scale)]);
    let inset = "inset(50%)";
    if (a && b) {
      const [width, height] = pictures[0].box.room;
      const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => Math[side < 2 ? "max" : "min"](a[side], b[side]));
      inset = `inset(${top}px ${width - right}px ${height - bottom}px ${left}px)`;
    }
    setStyle(stage, "--shared", inset);
  }

  function say(all) {
    const percent = all.filter(({ frame }) => !frame.matches(".map")).map((one) => `${Math.round((100 * one.box.scale) / unit())} %`);
    showText("zoom", [...new Set(percent)].join(" | "));
    attribute(id("fit"), "aria-pressed", scale === null);
    attribute(id("one"), "aria-pressed", all.length > 0 && Math.abs(all[0].box.scale / unit() - 1) < 1e-6);
    const [a, b] = pictures;
    id("exact").hidden = !(a.size && b.size) || String(a.size) === String(b.size);
    attribute(id("exact"), "aria-pressed", exact);
  }

  // The picture at a point of the screen, the upper one where two lie over each other.
  function under(x, y) {
    return pictures.findLast((one) => {
      const place = boxOf(one.frame);
      return one.box && x >= place.left && x < place.right && y >= place.top && y < place.bottom;
    });
  }

  // The pixel (with fractions) of a picture at a point of the screen.
  function pixelAt(one, x, y) {
    const place = boxOf(one.frame);
    return [(x - place.left - one.box.at[0]) / one.box.scale, (y - place.top - one.box.at[1]) / one.box.scale];
  }

  // Put that pixel of a picture at that point of the screen.
  function put(one, pixel, x, y) {
    const place = boxOf(one.frame);
    const all = shown();
    const now = scales(all)[all.indexOf(one)];
    const from = [x - place.left - place.width / 2, y - place.top - place.height / 2];
    middle = pixel.map((value, axis) => (value - from[axis] / now) / (exact ? all[0] : one).size[axis]);
    lay();
  }

  // Zoom to so many screen pixels per pixel of the first picture; what is at the point of the screen stays there.
  function zoomTo(next, x, y) {
    const one = x === undefined ? shown()[0] : under(x, y);
    if (!one) return;
    const place = boxOf(one.frame);
    [x, y] = x === undefined ? [place.left + place.width / 2, place.top + place.height / 2] : [x, y];
    const pixel = pixelAt(one, x, y);
    scale = next;
    if (next === null) lay();
    else put(one, pixel, x, y);
  }
  const now = () => scale ?? shown()[0]?.box?.scale ?? 1;

  // ---- pointer: one drags, two pinch; in swipe mode the border is dragged ---------------------------------------
  const fingers = new Map();
  let dragged = false; // the click that ends a drag is none
  let border = false;

  function grips(x) {
    if (stage.dataset.mode !== "swipe") return false;
    return scale === null || Math.abs(x - boxOf(line).left) < 24;
  }
  on(frames, "pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    dragged = false;
    border = fingers.size === 1 && grips(event.clientX);
    if (border) viewer.swipeTo(event.clientX);
    takeOver(event);
    id("viewer").focus({ preventScroll: true });
  });
  on(frames, "pointermove", (event) => {
    const { clientX: x, clientY: y, pointerId } = event;
    stage.classList.toggle("gripping", grips(x));
    const old = fingers.get(pointerId);
    if (!old || (!dragged && Math.hypot(x - old[0], y - old[1]) < 4)) return;
    if (!dragged) frames.setPointerCapture(pointerId);
    dragged = true;
    if (border && fingers.size === 1) {
      viewer.swipeTo(x);
      return;
    }
    const other = [...fingers].find(([key]) => key !== pointerId)?.[1];
    const one = under(...old);
    fingers.set(pointerId, [x, y]);
    if (!one) return;
    const pixel = pixelAt(one, ...old);
    if (!other) {
      put(one, pixel, x, y);
      return;
    }
    const apart = (point) => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
    zoomTo((now() * apart([x, y])) / apart(old), ...other);
  });
  for (const kind of ["pointerup", "pointercancel"]) on(frames, kind, (event) => fingers.delete(event.pointerId));
  on(frames, "wheel", (event) => {
    takeOver(event);
    const lines = event.deltaMode === 1 ? 33 : 1;
    zoomTo(now() * 2 ** ((-event.deltaY * lines) / (event.ctrlKey ? 100 : 350)), event.clientX, event.clientY);
  }, { passive: false });
  on(frames, "dblclick", (event) => zoomTo(scale === null ? unit() : null, event.clientX, event.clientY));
  new ResizeObserver(lay).observe(frames);

  const STEP = Math.SQRT2;
  return {
    lay,
    pictures,
    under,
    pixelAt,
    get exact() { return exact; },
    get dragged() { return dragged; },
    in: () => zoomTo(now() * STEP),
    out: () => zoomTo(now() / STEP),
    fit: () => zoomTo(null),
    one: () => zoomTo(unit()),
    // By a tenth of the frame.
    pan(across, down) {
      const one = shown()[0];
      if (!one) return;
      const { left, top, width, height } = boxOf(one.frame);
      put(one, pixelAt(one, left + width / 2, top + height / 2), left + width * (0.5 - across / 10), top + height * (0.5 - down / 10));
    },
    link() {
      exact = !exact;
      lay();
    },
    // What an image shows: its size in pixels of the original, and whether those are its pixels. Null: nothing.
    set(image, size, real = false) {
      const one = pictures.find((each) => each.image === image);
      one.size = size;
      one.real = real;
      lay();
    },
  };
})();
