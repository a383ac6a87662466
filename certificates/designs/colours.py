"""Colours that can be read on white paper, after WCAG 2.2: plain Python."""

import colorsys

LEAST_CONTRAST = 4.5
SOFT = 0.45  # how far the second colour is from the first to white


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def contrast_with_white(colour: str) -> float:
    """Of ``#rrggbb``, from 1 (white) to 21 (black)."""
    red, green, blue = map(_linear, _channels(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def is_readable(colour: str) -> bool:
    return contrast_with_white(colour) >= LEAST_CONTRAST


def nearest_readable(colour: str) -> str:
    """The same hue, only as much darker as it must be."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    darker = (
        _written(colorsys.hls_to_rgb(hue, lightness * step / 255, saturation))
        for step in range(255, -1, -1)
    )
    return next(filter(is_readable, darker))


def softened(colour: str) -> str:
    """A lighter one for thin lines and ornament, where nothing is read."""
    red, green, blue = (channel + (1 - channel) * SOFT for channel in _channels(colour))
    return _written((red, green, blue))
