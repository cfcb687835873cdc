using System.Text;

namespace Slipway.Engines.Builds;

/// <summary>The value of a build secret, without the white space around it: a file's last line break is not the secret.</summary>
internal sealed class SecretValue
{
    private readonly byte[] _bytes;

    public SecretValue(string id, ReadOnlySpan<byte> content)
    {
        Id = id;
        _bytes = content.Trim(" \t\r\n"u8).ToArray();
        // A byte order mark is not part of the text.
        var text = _bytes.AsSpan();
        Text = Encoding.UTF8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
    }

    public string Id { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public string Text { get; }

    // It ends up in no log by accident.
    public override string ToString() => Id;
}
