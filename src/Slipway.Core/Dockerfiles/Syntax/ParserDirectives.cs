namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The comments at the very top of a Dockerfile that change how it is read.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#parser-directives</remarks>
internal sealed class ParserDirectives
{
    private bool _over;

    /// <summary>Joins lines and takes the meaning from the next character: a backslash or a backtick.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>What <c># syntax=</c> names.</summary>
    public FrontendDirective? Frontend { get; private set; }

    /// <summary>Looks at the next line. The first one that is not a directive ends them all.</summary>
    /// <param name="line">Without white space before it.</param>
    /// <param name="start">Where it begins in the text.</param>
    /// <param name="isIndented">Whether white space was before it: BuildKit then takes no frontend from it.</param>
    public void See(ReadOnlySpan<char> line, int start, bool isIndented)
    {
        if (_over)
        {
            return;
        }

        int equals = line.IndexOf('=');
        if (line.IsEmpty || line[0] != '#' || equals < 0)
        {
            _over = true;
            return;
        }

        var name = line[1..equals].Trim();
        var value = line[(equals + 1)..].Trim();
        if (name.Equals("escape", StringComparison.OrdinalIgnoreCase))
        {
            Escape = value is "`" ? '`' : '\\';
        }
        else if (name.Equals("syntax", StringComparison.OrdinalIgnoreCase))
        {
            int valueStart = start + equals + 1 + (line.Length - equals - 1 - line[(equals + 1)..].TrimStart().Length);
            int length = value.IndexOf(' ') is >= 0 and var blank ? blank : value.Length;
            if (!isIndented && length > 0)
            {
                // Of several the last one counts (BuildKit's DetectSyntax).
                Frontend = new FrontendDirective(valueStart, value[..length].ToString());
            }
        }
        else if (!name.Equals("check", StringComparison.OrdinalIgnoreCase))
        {
            _over = true;
        }
    }
}
