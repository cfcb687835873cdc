using Slipway.Core.Configuration;
using Slipway.Model.Configuration;
using Slipway.Tests.Cases;

namespace Slipway.Core.Tests.Configuration;

public sealed class RegistryBackendTests
{
    [Fact]
    public void The_registry_and_the_age_of_answers_are_read()
    {
        var config = ConfigCase.Sound(
            "backend: registry\nregistry-backend: registry.example.com:5000/ci/images\nindex-cache: 90m\n").Config;

        Assert.Equal(BackendKind.Registry, config.Backend);
        var settings = config.Extensions.Get<RegistryBackendSettings>();
        Assert.Equal("registry.example.com:5000/ci/images", settings.Root?.ToString());
        Assert.Equal(TimeSpan.FromMinutes(90), settings.AnswerAge);
    }

    [Theory]
    [InlineData("registry-backend: https://registry.example.com/ci", "1:19")]
    [InlineData("registry-backend: owner/project", "1:19")]
    [InlineData("registry-backend: docker.io/owner", "1:19")]
    [InlineData("registry-backend: registry.example.com", "1:19")]
    [InlineData("registry-backend: registry.example.com/ci:tag", "1:19")]
    public void What_has_no_room_for_a_repository_of_each_image_is_refused(string text, string place) =>
        ProblemAssert.Single(ConfigCase.Problems(text), ConfigurationCodes.BadValue, $"slipway.yml:{place}");

    [Theory]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("8d")]
    [InlineData("-1m")]
    [InlineData("1y")]
    [InlineData("99999999999m")]
    public void An_age_that_is_none_is_refused(string age) => ProblemAssert.Single(
        ConfigCase.Problems($"index-cache: {age}"), ConfigurationCodes.BadDuration, "slipway.yml:1:14");

    [Fact]
    public void Answers_are_ten_minutes_old_at_most_unless_the_file_says_so() =>
        Assert.Equal(TimeSpan.FromMinutes(10), new RegistryBackendSettings().AnswerAge);
}
