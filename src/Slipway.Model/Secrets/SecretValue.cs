using System.Text;

namespace Slipway.Model.Secrets;

/// <summary>The value of a build secret.</summary>
public sealed class SecretValue
{
    private readonly byte[] _content;
    private readonly Range _value;

    /// <param name="id">The id under which Dockerfiles mount it.</param>
    /// <param name="content">What a step that mounts it reads.</param>
    public SecretValue(string id, ReadOnlySpan<byte> content)
    {
        Id = id;
        _content = content.ToArray();
        _value = Trim(content);
        // A byte order mark is not part of the text.
        var text = Bytes;
        Text = Encoding.UTF8.GetString(
            text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
    }

    public string Id { get; }

    /// <summary>What a step that mounts it reads.</summary>
    public ReadOnlySpan<byte> Content => _content;

    /// <summary>The value without the white space around it: a file's last line break is not the secret.</summary>
    public ReadOnlySpan<byte> Bytes => _content.AsSpan(_value);

    public string Text { get; }

    // It ends up in no log by accident.
    public override string ToString() => Id;

    private static Range Trim(ReadOnlySpan<byte> content)
    {
        var space = " \t\r\n"u8;
        int start = content.Length - content.TrimStart(space).Length;
        return start..Math.Max(start, content.TrimEnd(space).Length);
    }
}
