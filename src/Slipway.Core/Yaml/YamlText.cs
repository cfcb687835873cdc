using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Yaml;

/// <summary>The text of a YAML file.</summary>
public static class YamlText
{
    /// <param name="content">The bytes of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="maximumSize">Bytes; a larger file is not read.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>Without a byte order mark; null after a report.</returns>
    public static string? Decode(ReadOnlySpan<byte> content, string file, int maximumSize, DiagnosticBag problems)
    {
        if (content.Length > maximumSize)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.TooLarge,
                $"{file} has {content.Length} bytes, more than the {maximumSize} that are read",
                "Check that it is the right file.",
                new SourceLocation(file)));
            return null;
        }

        if (Utf8Text.TryDecode(content, out string text, out int badLine))
        {
            return text.TrimStart('\ufeff');
        }

        problems.Add(new Diagnostic(
            ConfigurationCodes.NotUtf8,
            $"{file} is not UTF-8 text",
            "Save it as UTF-8.",
            new SourceLocation(file, badLine)));
        return null;
    }
}
