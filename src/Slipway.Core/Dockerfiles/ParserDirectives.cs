namespace Slipway.Core.Dockerfiles;

/// <summary>The comments at the very top of a Dockerfile that change how it is read.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#parser-directives. Only <c>escape</c> matters here.</remarks>
internal sealed class ParserDirectives
{
    private bool _over;

    /// <summary>Joins lines and takes the meaning from the next character: a backslash or a backtick.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>Looks at the next line. The first one that is not a directive ends them all.</summary>
    /// <param name="line">Without white space before it.</param>
    public void See(ReadOnlySpan<char> line)
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
        else if (!name.Equals("syntax", StringComparison.OrdinalIgnoreCase)
            && !name.Equals("check", StringComparison.OrdinalIgnoreCase))
        {
            _over = true;
        }
    }
}
