// OpenSeadragon, held at arm's length: one picture, its sharp pixels laid over it while they are allowed, and the map
// from the picture to the stage after every frame.
//
// The canvas drawer: without a graphics card the WebGL one needs 263 ms a frame, this one 17.

import OpenSeadragon from "openseadragon";

import { fromCorners, type Matrix } from "./matrix";
import type { Point } from "./region";
import type { Look, View } from "./view";

const FURTHEST = 12;

export class Zoom {
  private readonly viewer: OpenSeadragon.Viewer;
  private sharp: OpenSeadragon.TiledImage | null = null;
  private wanted: string | null = null;
  private aspect = 1;

  constructor(
    element: HTMLElement,
    private readonly onFrame: (matrix: Matrix) => void,
    private readonly onLook: (look: Look) => void = () => undefined,
  ) {
    withoutInlineStyle();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.viewer = OpenSeadragon({
      element,
      drawer: "canvas",
      showNavigationControl: false,
      keyboardNavEnabled: false,
      maxZoomPixelRatio: FURTHEST,
      visibilityRatio: 0.3,
      minZoomImageRatio: 0.3,
      animationTime: still ? 0 : 0.3,
      immediateRender: true,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false, flickEnabled: false },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: false },
      crossOriginPolicy: false,
      preserveImageSizeOnResize: false,
    } as OpenSeadragon.Options);
    this.viewer.addHandler("update-viewport", this.told);
    this.viewer.addHandler("resize", this.told);
    this.viewer.addHandler("open", this.told);
    this.viewer.canvas.tabIndex = -1;
  }

  /** Show a picture: `url` a safe rendition, `aspect` its height over its width. */
  open(url: string, aspect: number, view: View): void {
    this.aspect = aspect;
    this.sharp = null;
    this.viewer.open({ tileSource: { type: "image", url } as OpenSeadragon.TileSourceOptions, x: 0, y: 0, width: 1 });
    this.viewer.addOnceHandler("open", () => this.turn(view));
  }

  /** Lay sharp pixels over the picture, or take them off again at once. */
  reveal(url: string | null): void {
    this.wanted = url;
    if (this.sharp) this.viewer.world.removeItem(this.sharp);
    this.sharp = null;
    if (!url) return;
    this.viewer.addTiledImage({
      tileSource: { type: "image", url } as OpenSeadragon.TileSourceOptions,
      x: 0,
      y: 0,
      width: 1,
      success: (event: unknown) => {
        const { item } = event as { item: OpenSeadragon.TiledImage };
        // The key may have been let go while the picture was being decoded.
        if (this.wanted === url) this.sharp = item;
        else this.viewer.world.removeItem(item);
      },
    } as unknown as OpenSeadragon.TileSourceSpecifier);
  }

  turn(view: View): void {
    const { viewport } = this.viewer;
    const turned = viewport.getRotation() !== view.turns * 90;
    viewport.setRotation(view.turns * 90, true);
    viewport.setFlip(view.flipped);
    if (turned) this.fit();
    this.viewer.forceRedraw();
    this.told();
  }

  /** An SVG filter by its address (`#levels`), or none. Only what is on screen changes. */
  filter(address: string | null): void {
    const canvas = this.viewer.canvas.querySelector("canvas");
    if (canvas) canvas.style.filter = address ? `url("${address}")` : "";
  }

  by(factor: number, at?: Point): void {
    const point = at ? this.viewer.viewport.pointFromPixel(new OpenSeadragon.Point(this.mirrored(at[0]), at[1])) : undefined;
    this.viewer.viewport.zoomBy(factor, point);
    this.viewer.viewport.applyConstraints();
  }

  /** Move what is seen by pixels of the stage. */
  pan(dx: number, dy: number): void {
    const across = this.viewer.viewport.getFlip() ? -dx : dx;
    this.viewer.viewport.panBy(this.viewer.viewport.deltaPointsFromPixels(new OpenSeadragon.Point(-across, -dy)));
    this.viewer.viewport.applyConstraints();
  }

  /** The whole picture; lying on its side it is as wide as it was high. */
  fit(): void {
    const { viewport } = this.viewer;
    if (!this.viewer.world.getItemCount()) return;
    const lies = viewport.getRotation() % 180 !== 0;
    const [width, height] = lies ? [this.aspect, 1] : [1, this.aspect];
    viewport.zoomTo(Math.min(1 / width, 1 / (viewport.getAspectRatio() * height)), undefined, true);
    viewport.panTo(new OpenSeadragon.Point(0.5, this.aspect / 2), true);
  }

  look(): Look {
    const { viewport } = this.viewer;
    const middle = viewport.getCenter(true);
    return { middle: [middle.x, middle.y / this.aspect], size: viewport.getZoom(true) / viewport.getHomeZoom() };
  }

  /** Look at a place without telling of it: the other side of a comparison leads. */
  follow({ middle, size }: Look): void {
    const { viewport } = this.viewer;
    if (!this.viewer.world.getItemCount()) return;
    viewport.zoomTo(size * viewport.getHomeZoom(), undefined, true);
    viewport.panTo(new OpenSeadragon.Point(middle[0], middle[1] * this.aspect), true);
    this.told();
  }

  close(): void {
    this.viewer.destroy();
  }

  private readonly told = (): void => {
    if (!this.viewer.world?.getItemCount()) return;
    this.onFrame(fromCorners(this.pixel(0, 0), this.pixel(1, 0), this.pixel(0, 1)));
    this.onLook(this.look());
  };

  private pixel(x: number, y: number): Point {
    const found = this.viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(x, y * this.aspect), true);
    return [this.mirrored(found.x), found.y];
  }

  private mirrored(x: number): number {
    const { viewport } = this.viewer;
    return viewport.getFlip() ? viewport.getContainerSize().x - x : x;
  }
}

/** OpenSeadragon adds a `<style>` to the page unless it finds its own mark, and the page's policy refuses that. */
function withoutInlineStyle(): void {
  const mark = "data-openseadragon-mobile-css";
  if (document.querySelector(`style[${mark}]`)) return;
  const stand = document.createElementNS("urn:sightline:none", "style");
  stand.setAttribute(mark, "true");
  document.head.append(stand);
}
