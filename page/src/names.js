// Names as small pictures: their outlines are dear to draw, and the same in every frame.

const PICTURES_MOST = 1200;

export class Names {
    constructor() {
        this.pictures = new Map();
        this.measuring = document.createElement('canvas').getContext('2d');
    }

    /* Colours or letters have changed. */
    reset(colors, font) {
        this.pictures.clear();
        this.colors = colors;
        this.font = font;
    }

    /* Draws `text` with the middle of its upper edge at x, y; `height` in whole pixels. */
    draw(context, text, x, y, height, weight, ratio) {
        const picture = this.picture(text, height, weight, ratio);
        // On whole pixels of the screen, or letters are blurred.
        const snap = (place) => Math.round(place * ratio) / ratio;
        context.drawImage(picture.canvas, snap(x - picture.width / 2), snap(y - picture.edge), picture.canvas.width / ratio, picture.canvas.height / ratio);
    }

    width(text, height, weight) {
        this.measuring.font = `${weight} ${height}px ${this.font}`;
        return this.measuring.measureText(text).width;
    }

    picture(text, height, weight, ratio) {
        const key = `${height} ${weight} ${ratio} ${text}`;
        const known = this.pictures.get(key);
        if (known) {
            return known;
        }
        if (this.pictures.size >= PICTURES_MOST) {
            this.pictures.clear();
        }
        const edge = 3;
        const picture = { edge, width: Math.ceil(this.width(text, height, weight)) + 2 * edge, height: Math.ceil(height * 1.4) + 2 * edge,
            canvas: document.createElement('canvas') };
        picture.canvas.width = Math.ceil(picture.width * ratio);
        picture.canvas.height = Math.ceil(picture.height * ratio);
        const context = picture.canvas.getContext('2d');
        context.scale(ratio, ratio);
        context.font = `${weight} ${height}px ${this.font}`;
        context.textAlign = 'center';
        context.textBaseline = 'top';
        context.lineJoin = 'round';
        context.lineWidth = 3.5;
        context.strokeStyle = this.colors.ground;
        context.strokeText(text, picture.width / 2, edge + height * 0.15);
        context.fillStyle = this.colors.text;
        context.fillText(text, picture.width / 2, edge + height * 0.15);
        this.pictures.set(key, picture);
        return picture;
    }
}
