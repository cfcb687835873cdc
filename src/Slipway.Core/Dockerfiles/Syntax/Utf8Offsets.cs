using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>
/// Where places of a text stand in its UTF-8. They are mostly asked for in rising order, so only what lies between two
/// of them is counted.
/// </summary>
internal sealed class Utf8Offsets(string text)
{
    private int _chars;
    private int _bytes;

    /// <param name="place">In UTF-16 units.</param>
    /// <returns>The number of bytes before it.</returns>
    public int Of(int place)
    {
        if (place < _chars)
        {
            (_chars, _bytes) = (0, 0);
        }

        _bytes += Encoding.UTF8.GetByteCount(text.AsSpan(_chars, place - _chars));
        _chars = place;
        return _bytes;
    }
}
