// A region cut out of the pixels that are on screen anyway: grey and blurred, or sharp while the reveal key is held.

import { useEffect, useRef } from "preact/hooks";

import type { Region } from "./region";

interface Props {
  readonly picture: ImageBitmap | null;
  readonly region: Region;
  readonly side?: number;
}

export function Crop({ picture, region, side = 72 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, side, side);
    if (picture) draw(context, picture, region, side);
  }, [picture, region, side]);
  return <canvas ref={canvas} class="crop" width={side} height={side} aria-hidden="true" />;
}

function draw(context: CanvasRenderingContext2D, picture: ImageBitmap, region: Region, side: number): void {
  const wide = Math.max(1, region.width * picture.width);
  const high = Math.max(1, region.height * picture.height);
  const size = side / Math.max(wide, high);
  const [w, h] = [wide * size, high * size];
  context.drawImage(
    picture,
    region.x * picture.width,
    region.y * picture.height,
    wide,
    high,
    (side - w) / 2,
    (side - h) / 2,
    w,
    h,
  );
}
