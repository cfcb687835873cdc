using Slipway.Registry.Http;
using Slipway.Registry.Tests.Support;

namespace Slipway.Registry.Tests.Http;

public sealed class RegistryAddressTests
{
    private readonly RegistryAddress _address = new(Clients.Settings with
    {
        InsecureRegistries = Clients.Settings.InsecureRegistries.Add("plain.example.com:5000").Add("Upper.example.com"),
    });

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5000", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3:80", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("plain.example.com:5000", true)]
    [InlineData("upper.example.com", true)]
    [InlineData("plain.example.com", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("[::2]", false)]
    public void Only_loopback_and_what_is_listed_may_be_plain(string host, bool mayBe) =>
        Assert.Equal(mayBe, _address.MayBePlain(new Uri($"https://{host}/")));

    [Fact]
    public void Docker_Hub_is_elsewhere() => Assert.Equal("registry-1.docker.io", RegistryAddress.ApiHost("docker.io"));
}
