using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Registries;
using Slipway.Model.Text;

namespace Slipway.Core.Configuration;

/// <summary>What <c>slipway.yml</c> says about the registry that machines share.</summary>
public sealed record RegistryBackendSettings
{
    /// <summary>The registry, and the path below which everything is; null when none is named.</summary>
    public RepositoryName? Root { get; init; }

    /// <summary>How old an answer may be that a plan goes by.</summary>
    public TimeSpan AnswerAge { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Reads the keys of <see cref="RegistryBackendSettings"/>.</summary>
internal static class RegistryBackendKeys
{
    public static void ReadRoot(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Text(node, "'registry-backend'") is not { } text)
        {
            return;
        }

        // Docker Hub has no repositories below repositories, and what has no host would be one there.
        if (RepositoryName.TryParse(text, out var root) && root.Registry != RepositoryName.DockerHub)
        {
            draft.Change<RegistryBackendSettings>(settings => settings with { Root = root });
            return;
        }

        values.Report(
            ConfigurationCodes.BadValue,
            $"'registry-backend' cannot be '{Display.Text(text)}'",
            root is null
                ? "Write a host and a path without scheme and tag, such as registry.example.com/ci."
                : "Write a host and a path, such as registry.example.com/ci; Docker Hub cannot be used, because it has "
                + "no repositories below others.",
            node.Location);
    }

    public static void ReadAnswerAge(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Text(node, "'index-cache'") is not { } text)
        {
            return;
        }

        if (DurationText.TryParseShort(text, out var age))
        {
            draft.Change<RegistryBackendSettings>(settings => settings with { AnswerAge = age });
            return;
        }

        values.Report(
            ConfigurationCodes.BadDuration,
            $"'index-cache' cannot be '{Display.Text(text)}'",
            $"Write {DurationText.ShortGrammar}.",
            node.Location);
    }
}
