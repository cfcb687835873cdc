using System.Collections.Immutable;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Reads the blocks of an HCL file, without evaluating anything.</summary>
internal sealed class HclParser
{
    private const int MaximumDepth = 50;

    private readonly List<HclToken> _tokens;
    private int _at;

    private HclParser(List<HclToken> tokens) => _tokens = tokens;

    /// <exception cref="HclException">The text is no HCL.</exception>
    public static ImmutableArray<HclBlock> Read(string text)
    {
        var parser = new HclParser(new HclScanner(text).Scan());
        var top = parser.ReadBody(isTop: true, 0);
        return top.Blocks;
    }

    private HclToken Current => _tokens[_at];

    private HclToken Take() => _tokens[_at++];

    private HclBody ReadBody(bool isTop, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Wrong(Current, "blocks are nested too deeply");
        }

        var keys = ImmutableDictionary.CreateBuilder<string, ImmutableArray<HclToken>>(StringComparer.Ordinal);
        var blocks = ImmutableArray.CreateBuilder<HclBlock>();
        while (true)
        {
            var token = Take();
            if (token.Kind == HclKind.LineEnd)
            {
                continue;
            }

            if (isTop ? token.Kind == HclKind.End : token.Is("}"))
            {
                return new HclBody(keys.ToImmutable(), blocks.ToImmutable());
            }

            if (token.Kind != HclKind.Word)
            {
                throw Wrong(
                    token,
                    token.Kind == HclKind.End
                        ? "the file ends within a block"
                        : $"'{token.Text}' is not expected here");
            }

            if (Current.Is("="))
            {
                _at++;
                keys[token.Text] = ReadExpression();
            }
            else
            {
                blocks.Add(ReadBlock(token, depth));
            }
        }
    }

    private HclBlock ReadBlock(HclToken type, int depth)
    {
        var labels = ImmutableArray.CreateBuilder<string>();
        while (Current.Kind is HclKind.Text or HclKind.Word)
        {
            labels.Add(Take().Text);
        }

        var open = Take();
        return open.Is("{")
            ? new HclBlock(type.Text, labels.ToImmutable(), type.Line, ReadBody(isTop: false, depth + 1))
            : throw Wrong(
                open, $"'{type.Text}' is followed neither by '=' nor by a block in braces");
    }

    /// <summary>The words up to the end of the line, or further where a bracket is open.</summary>
    private ImmutableArray<HclToken> ReadExpression()
    {
        var words = ImmutableArray.CreateBuilder<HclToken>();
        var open = new Stack<string>();
        var first = Current;
        while (true)
        {
            var token = Current;
            bool ends = token.Kind is HclKind.LineEnd or HclKind.End || token.Is("}");
            if (ends && open.Count == 0)
            {
                break;
            }

            if (token.Kind == HclKind.End)
            {
                throw Wrong(first, "a bracket is not closed");
            }

            Match(open, token);
            words.Add(token);
            _at++;
        }

        return words.Count > 0 ? words.ToImmutable() : throw Wrong(first, "there is no value behind '='");
    }

    private static void Match(Stack<string> open, HclToken token)
    {
        if (token.Kind != HclKind.Mark)
        {
            return;
        }

        switch (token.Text)
        {
            case "[" or "{" or "(":
                open.Push(token.Text == "[" ? "]" : token.Text == "{" ? "}" : ")");
                break;
            case "]" or "}" or ")":
                if (!open.TryPop(out string? expected) || expected != token.Text)
                {
                    throw Wrong(token, $"'{token.Text}' closes nothing");
                }

                break;
        }
    }

    private static HclException Wrong(HclToken token, string message) => new(message, token.Line, token.Column);
}

/// <summary>A block: <c>target "app" { … }</c>.</summary>
internal sealed record HclBlock(string Type, ImmutableArray<string> Labels, int Line, HclBody Body);

/// <summary>What stands between the braces of a block.</summary>
/// <param name="Keys">The words of each value; of a key that is there twice, of the last.</param>
internal sealed record HclBody(
    ImmutableDictionary<string, ImmutableArray<HclToken>> Keys, ImmutableArray<HclBlock> Blocks);
