using Slipway.Model.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Slipway.Trust.Allowlists;

/// <summary>Where in the text of an allowlist the next entry of an image belongs.</summary>
/// <param name="Line">Behind this line, from 1; 0 for the end of the file.</param>
/// <param name="Indent">The column of the entry's dash, from 0.</param>
/// <param name="NeedsName">Whether the image's name has to be written first.</param>
internal readonly record struct AllowlistPlace(int Line, int Indent, bool NeedsName)
{
    private const int Step = 2;

    /// <param name="text">A text that was read without a problem.</param>
    /// <param name="image">The image that the entry is for.</param>
    /// <returns>Null where lists are not written with dashes.</returns>
    public static AllowlistPlace? Find(string text, ImageName image)
    {
        var atEnd = new AllowlistPlace(0, Step, NeedsName: true);
        var events = new Parser(new StringReader(text));
        events.Consume<StreamStart>();
        if (!events.TryConsume<DocumentStart>(out _) || events.Accept<Scalar>(out _))
        {
            return atEnd;
        }

        if (!events.TryConsume<MappingStart>(out var root) || root.Style == MappingStyle.Flow)
        {
            return null;
        }

        while (!events.Accept<MappingEnd>(out _))
        {
            var key = events.Consume<Scalar>();
            if (key.Value == image.Value)
            {
                return OfList(events, key);
            }

            events.SkipThisAndNestedEvents();
        }

        return atEnd;
    }

    private static AllowlistPlace? OfList(Parser events, Scalar key)
    {
        int nameIndent = (int)key.Start.Column - 1;
        if (events.TryConsume<Scalar>(out var nothing))
        {
            return new AllowlistPlace((int)nothing.End.Line, nameIndent + Step, NeedsName: false);
        }

        if (!events.TryConsume<SequenceStart>(out var list) || list.Style == SequenceStyle.Flow)
        {
            return null;
        }

        long line = list.Start.Line;
        for (int depth = 1; depth > 0; events.MoveNext())
        {
            depth += events.Current!.NestingIncrease;

            // The end of a block is where the next one starts, so only what has an end of its own tells.
            if (events.Current is Scalar or AnchorAlias or MappingEnd or SequenceEnd && !IsBlockEnd(events.Current))
            {
                line = Math.Max(line, LastLine(events.Current.End));
            }
        }

        return new AllowlistPlace((int)line, (int)list.Start.Column - 1, NeedsName: false);
    }

    // The bracket that ends a flow collection takes a place; the end of a block takes none.
    private static bool IsBlockEnd(ParsingEvent end) =>
        end is MappingEnd or SequenceEnd && end.Start.Index == end.End.Index;

    // What is written over several lines ends before the first character of the next one.
    private static long LastLine(Mark end) => end.Column == 1 ? end.Line - 1 : end.Line;
}
