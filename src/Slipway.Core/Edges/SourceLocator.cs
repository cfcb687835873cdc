using System.Text;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>Finds where on disk a stretch of an expanded Dockerfile stands.</summary>
internal sealed class SourceLocator
{
    private readonly string _disk;
    private readonly string _file;
    private readonly SourceMap _source;
    private readonly List<int> _lineStarts = [0];
    private readonly Utf8Offsets _offsets;

    /// <param name="disk">The file's text.</param>
    /// <param name="file">Its path below the root.</param>
    /// <param name="source">Where its expanded text is from.</param>
    /// <param name="rules">Say what ends a line: Python knows more line ends than Docker.</param>
    public SourceLocator(string disk, string file, SourceMap source, DockerfileRules rules)
    {
        _disk = disk;
        _offsets = new Utf8Offsets(disk);
        _file = file;
        _source = source;
        for (int i = 0; i < disk.Length; i++)
        {
            bool isLoneReturn = disk[i] == '\r' && (i + 1 == disk.Length || disk[i + 1] != '\n');
            if (disk[i] == '\n' || (isLoneReturn && rules.HasUniversalNewlines))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <param name="start">Where the stretch starts in the expanded text, in UTF-16 units.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="meaning">What it means; when that is not what stands there,
    /// it was not written in one piece.</param>
    public ReferenceOrigin Of(int start, int end, string meaning)
    {
        if (_source.Find(start, end) is not { } found)
        {
            return ReferenceOrigin.Composed.Instance;
        }

        if (found.Piece.Argument is { } argument)
        {
            return found.Offset == 0 && end - start == found.Piece.Length
                ? new ReferenceOrigin.InArgument(argument)
                : ReferenceOrigin.Composed.Instance;
        }

        int place = _lineStarts[found.Line - 1] + found.Piece.Column + found.Offset;
        return _disk.AsSpan(place).StartsWith(meaning, StringComparison.Ordinal) && meaning.Length == end - start
            ? new ReferenceOrigin.InDockerfile(
                _offsets.Of(place),
                Encoding.UTF8.GetByteCount(meaning),
                new SourceLocation(_file, found.Line))
            : ReferenceOrigin.Composed.Instance;
    }
}
