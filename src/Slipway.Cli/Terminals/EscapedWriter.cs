using System.Text;
using Slipway.Model.Text;

namespace Slipway.Cli.Terminals;

/// <summary>
/// Text on its way to a terminal, a pipe or a log: whatever it is made of, nothing in it acts on who shows it.
/// </summary>
/// <remarks>
/// Escapes are those of <see cref="Display"/>, which mean in JSON and in quoted YAML what they stand for. Colours,
/// which have to reach a terminal, do not come this way: <see cref="Terminal"/> draws them, and
/// <see cref="EscapeHook"/> sees to their text.
/// </remarks>
internal sealed class EscapedWriter : TextWriter
{
    private readonly bool _isWorkflow;
    private char? _high;
    private bool _isLineStart = true;
    private int _hashes;

    /// <param name="inner">Where it goes.</param>
    /// <param name="isWorkflow">Whether a runner of GitHub reads along,
    /// which carries out what looks like its commands.</param>
    public EscapedWriter(TextWriter inner, bool isWorkflow = false) => (Inner, _isWorkflow) = (inner, isWorkflow);

    public TextWriter Inner { get; }

    public override Encoding Encoding => Inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Inner.Write(Escape(buffer));

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write($"{value}\n");

    public override Task WriteAsync(char value) => WriteAsync(value.ToString());

    public override Task WriteAsync(string? value) => Inner.WriteAsync(Escape(value));

    public override Task WriteAsync(char[] buffer, int index, int count) =>
        Inner.WriteAsync(Escape(buffer.AsSpan(index, count)));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        Inner.WriteAsync(Escape(buffer.Span).AsMemory(), cancellationToken);

    public override Task WriteLineAsync() => WriteAsync("\n");

    public override Task WriteLineAsync(string? value) => WriteAsync($"{value}\n");

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        Inner.WriteAsync(Escape($"{buffer}\n").AsMemory(), cancellationToken);

    public override void Flush()
    {
        Finish();
        Inner.Flush();
    }

    public override Task FlushAsync()
    {
        Finish();
        return Inner.FlushAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
        }

        base.Dispose(disposing);
    }

    private string Escape(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (_high is { } high)
            {
                _high = null;
                if (char.IsLowSurrogate(c))
                {
                    AppendPair(result, high, c);
                    continue;
                }

                result.Append(Display.EscapeOf(high));
            }

            if (char.IsHighSurrogate(c))
            {
                _high = c;
            }
            else if ((Display.NeedsEscape(c) && c is not ('\n' or '\t')) || IsCommand(c))
            {
                Note(c);
                result.Append(Display.EscapeOf(c));
            }
            else
            {
                Note(c);
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private void AppendPair(StringBuilder result, char high, char low)
    {
        Note(high);
        if (Display.NeedsEscape(high, low))
        {
            result.Append(Display.EscapeOf(high)).Append(Display.EscapeOf(low));
        }
        else
        {
            result.Append(high).Append(low);
        }
    }

    // A line that begins with "::", and "##[" anywhere
    // (https://github.com/actions/runner/blob/v2.328.0/src/Runner.Common/ActionCommand.cs).
    private bool IsCommand(char c) => _isWorkflow && ((c == ':' && _isLineStart) || (c == '[' && _hashes >= 2));

    private void Note(char c)
    {
        _isLineStart = c == '\n' || (_isLineStart && char.IsWhiteSpace(c));
        _hashes = c == '#' ? _hashes + 1 : 0;
    }

    // Half a pair with nothing behind it.
    private void Finish()
    {
        if (_high is { } high)
        {
            _high = null;
            Inner.Write(Display.EscapeOf(high));
        }
    }
}
