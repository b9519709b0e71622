// The spot under the pointer: which pixel it is, in both pictures, and its values where the page may read them.
(() => {
  const frames = id("frames");
  const { pictures } = lens;
  const canvas = element("canvas", { width: 1, height: 1 });
  const ink = canvas.getContext("2d", { willReadFrequently: true });

  // Red, green, blue as shown; null where the browser keeps them to itself, as it does with files beside the page.
  function values({ image, real }, [x, y]) {
    if (!real || !/^(data|blob):/.test(image.src)) return null;
    try {
      ink.fillStyle = "#fff";
      ink.fillRect(0, 0, 1, 1);
      ink.drawImage(image, -x, -y);
      return [...ink.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    } catch (error) {
      if (error.name !== "SecurityError") throw error;
      return null;
    }
  }

  function tell(event) {
    const one = lens.under(event.clientX, event.clientY);
    const exact = one && lens.pixelAt(one, event.clientX, event.clientY);
    const inside = exact && exact.every((value, axis) => value >= 0 && value < one.size[axis]);
    for (const each of pictures) each.cross.hidden = true;
    if (!inside) {
      showText("spot", words.zoom_tip);
      return;
    }
    const of = (each) => exact.map((value, axis) => (lens.exact ? value : (value / one.size[axis]) * each.size[axis]));
    const left = (each) => boxOf(each.frame).left;
    for (const each of pictures) if (each.box && left(each) !== left(one)) mark(each, of(each));
    const both = pictures.slice(0, 2).filter((each) => each.size);
    const pixels = both.map((each) => of(each).map(Math.floor));
    const names = both.map((each) => (each === pictures[0] ? words.reference : words.picture));
    const same = new Set(pixels.map(String)).size === 1;
    const parts = pixels.map(([x, y], at) => `${same ? "" : `${names[at]} `}x ${x}, y ${y}`).slice(0, same ? 1 : 2);
    const read = both.map((each, at) => (pixels[at].every((value, axis) => value < each.size[axis]) ? values(each, pixels[at]) : null));
    const known = present(read);
    const gray = known.every(([r, g, b]) => r === g && g === b);
    const spelled = (value) => (gray ? value.slice(0, 1) : value).join(" ").replaceAll("-", "−");
    read.forEach((value, at) => value && parts.push(`${names[at]} ${spelled(value)}`));
    if (known.length === 2) parts.push(`Δ ${spelled(known[1].map((value, at) => value - known[0][at]))}`);
    showText("spot", parts.join("  ·  "));
  }

  // The same spot in the other frame.
  function mark({ cross, frame, box }, pixel) {
    const origin = boxOf(id("marks"));
    const place = boxOf(frame);
    const at = pixel.map((value, axis) => box.at[axis] + value * box.scale);
    cross.hidden = at.some((value, axis) => value < 0 || value > box.room[axis]);
    cross.style.left = `${place.left - origin.left + at[0]}px`;
    cross.style.top = `${place.top - origin.top + at[1]}px`;
  }

  showText("spot", words.zoom_tip);
  for (const kind of ["pointermove", "wheel", "pointerleave"]) on(frames, kind, tell, { passive: true });
})();
